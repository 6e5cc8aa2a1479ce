import HTTPTypes
import Hummingbird
import JSON
import Model
import Store
import Web

/// The pages and the files that they refer to.
struct PageRoutes: Sendable {
    let store: any Store
    let intake: (any Intake)?
    let maintenance: (any Maintenance)?
    /// Who looks has logged in, and can log out; `nil` where nobody has to.
    let visitors: Visitors?
    let turnstile: Turnstile

    /// A page shows beginnings of long texts: it needs less than the API gives.
    private static let payloadBytes = 8 << 20

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/") { _, _ in
            Response(status: .seeOther, headers: [.location: "/traces"])
        }
        router.answer("/traces") { request, _ in try await list(request) }
        router.answer("/traces/:id") { request, context in
            try await turnstile.pass { try await trace(request, id: context.parameters.get("id") ?? "") }
        }
        if let maintenance {
            router.take("/traces/:id/delete") { _, context in
                try await remove(id: context.parameters.get("id") ?? "", maintenance)
            }
        }
        router.answer("/assets/:name") { request, _ in try asset(at: request.uri.path) }
    }

    private func list(_ request: Request) async throws -> Response {
        let fields = try QueryParameters.pairs(request.uri.query)
        let filter = TraceListFilter(query: fields)
        let cursor = fields.last { $0.name == "cursor" && !$0.value.isEmpty }?.value
        let page = try await asking { () throws(StoreError) in
            try await store.traces(
                TraceQuery(
                    cursor: cursor, since: filter.since, until: filter.until,
                    status: filter.status, model: filter.model,
                    filter: ListFilter(
                        name: filter.name, operation: filter.operation, user: filter.user, session: filter.session, text: filter.text)))
        }
        let shown = TraceListPage(
            traces: page.elements, filter: filter, activity: cursor == nil ? try await activity(filter) : nil,
            models: try await store.models(limit: 200),
            nextCursor: page.nextCursor, isComplete: page.isComplete, isContinuation: cursor != nil, canLogOut: visitors != nil, now: Clock.now())
        return .page(Pages.traceList(shown))
    }

    /// The sums know neither titles of traces nor users nor sessions nor texts.
    private func activity(_ filter: TraceListFilter) async throws -> Activity? {
        guard filter.name == nil, filter.user == nil, filter.session == nil, filter.text == nil else { return nil }
        var query = ChartsFilter()
        (query.model, query.operation) = (filter.model, filter.operation)
        (query.since, query.until) = (filter.since, filter.until)
        let found = try await ChartSource(store: store).series(query, status: filter.status, now: Clock.now())
        return found.map { Activity(steps: $0.series.steps, sums: $0.series.all, range: $0.range) }
    }

    private func trace(_ request: Request, id text: String) async throws -> Response {
        guard let id = TraceID(hex: text) else {
            throw RequestError.notFound("a trace's id has 32 hexadecimal digits")
        }
        let fields = try QueryParameters.pairs(request.uri.query)
        let focus = fields.last { $0.name == "span" }.flatMap { SpanID(hex: $0.value) }
        let limits = TraceLimits(payloadBytes: Self.payloadBytes, payloadsOf: focus)
        guard let trace = try await store.trace(id, limits: limits) else { throw try await RequestError.noTrace(id, in: store) }
        var payloads: [SpanID: [Payload]] = [:]
        for recorded in trace.spans { payloads[recorded.span.id] = recorded.payloads }
        let page = TracePage(
            summary: trace.summary, spans: trace.spans.map(\.span), payloads: payloads,
            focus: focus, scores: try await intake?.scores(of: id).map(\.shown) ?? [],
            canBeRemoved: try mayRemove(request), isComplete: trace.isComplete, canLogOut: visitors != nil, now: Clock.now())
        return .page(Pages.trace(page))
    }

    private func mayRemove(_ request: Request) throws -> Bool {
        guard maintenance != nil else { return false }
        guard let visitors else { return true }
        return try visitors.key(of: request).map { AccessRule.remove.admits($0.kind) } ?? false
    }

    private func remove(id text: String, _ maintenance: any Maintenance) async throws -> Response {
        guard let id = TraceID(hex: text), try await maintenance.removeTrace(id) else {
            throw RequestError.notFound("there is no trace \(text.prefix(64))")
        }
        return Response(status: .seeOther, headers: [.location: "/traces"])
    }

    private func asset(at path: String) throws -> Response {
        guard let asset = Assets.asset(at: path) else {
            throw RequestError.notFound("there is nothing at \(path)")
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: asset.contentType, .cacheControl: Asset.cacheControl,
                .contentLength: String(asset.bytes.count),
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}

extension Score {
    /// As a page shows it.
    fileprivate var shown: ShownScore {
        let text =
            switch value {
            case .number(let number): JSONNumber(number)?.text ?? "\(number)"
            case .bool(let value): value ? "yes" : "no"
            case .category(let text), .text(let text): text
            }
        return ShownScore(name: name, value: text, comment: comment, span: span)
    }
}

extension Response {
    /// A page.
    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        for (name, value) in Pages.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers[name] = value
        }
        return Response(status: status, text: html, headers: headers)
    }
}
