import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/spans`: spans without what was recorded of them, newest first.
///
/// Takes what the list of traces takes, and `trace_id`; answers
/// `{"spans": [...], "next_cursor": "..." or null}`.
struct SpanRoutes: Sendable {
    let store: any Store

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/spans") { request, _ in try await list(request) }
    }

    private func list(_ request: Request) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        var query = SpanQuery(
            limit: try parameters.limit(), cursor: parameters.text("cursor"),
            since: try parameters.time("since"), until: try parameters.time("until"),
            status: try parameters.status(), model: parameters.text("model"))
        if let text = parameters.text("trace_id") {
            guard let trace = TraceID(hex: text) else {
                throw RequestError.invalidParameter("trace_id", "it must have 32 hexadecimal digits")
            }
            query.trace = trace
        }
        try parameters.finish()
        let page = try await asking { [query] () throws(StoreError) in try await store.spans(query) }
        return .json([
            "spans": .array(page.elements.map { .object($0.json) }),
            "next_cursor": .optional(page.nextCursor),
        ])
    }
}
