import Hummingbird
import Store
import Web

/// `GET /charts`: the page of charts.
struct ChartRoutes: Sendable {
    let store: any Store
    /// Who looks has logged in, and can log out; `nil` where nobody has to.
    let visitors: Visitors?

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/charts") { request, _ in try await page(request) }
    }

    private func page(_ request: Request) async throws -> Response {
        let filter = ChartsFilter(query: try QueryParameters.pairs(request.uri.query))
        let found = try await ChartSource(store: store).series(filter, now: Clock.now())
        var page = ChartsPage(
            filter: filter, range: found?.range ?? filter.range, steps: found?.series.steps,
            whole: found?.series.all ?? ChartGroup(name: nil, total: ChartSums(), steps: [:]),
            models: try await store.models(limit: 200), canLogOut: visitors != nil)
        if let series = found?.series {
            page.isComplete = series.isComplete
            if filter.split != nil { page.layers = series.layers }
            (page.rows, page.omittedRows) = series.rows
        }
        if page.whole.total.spans == 0 {
            let statistics = try await store.statistics()
            (page.isFirstUse, page.isComplete) = (statistics.spans == 0, statistics.isComplete)
        }
        return .page(Pages.charts(page))
    }
}
