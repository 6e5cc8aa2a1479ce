import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/spans`: spans without what was recorded of them, newest first; and
/// `GET /api/v1/spans/{id}`: one with everything, and with its scores.
///
/// The list takes what the list of traces takes, and `trace_id`; it answers
/// `{"spans": [...], "next_cursor": "..." or null, "is_complete": true}`; see ``Page/isComplete``. One span is found sooner with `trace_id`,
/// and without it only among the latest million.
struct SpanRoutes: Sendable {
    let store: any Store
    let archive: (any SpanArchive)?
    let intake: (any Intake)?
    let turnstile: Turnstile

    private static let payloadBytes = 64 << 20

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/spans") { request, _ in try await list(request) }
        guard let archive else { return }
        router.answer("/api/v1/spans/:id") { request, context in
            try await turnstile.pass {
                try await span(request, id: context.parameters.get("id") ?? "", archive)
            }
        }
    }

    private func list(_ request: Request) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let query = try parameters.spanQuery(limit: try parameters.limit())
        try parameters.finish()
        let page = try await asking { () throws(StoreError) in try await store.spans(query) }
        return .json(page.json(named: "spans") { $0.json })
    }

    private func span(
        _ request: Request, id text: String, _ archive: any SpanArchive
    ) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let trace = try parameters.traceID("trace_id")
        try parameters.finish()
        guard let id = SpanID(hex: text) else {
            throw RequestError.notFound("a span's id has 16 hexadecimal digits")
        }
        guard let span = try await archive.span(id, in: trace, payloadBytes: Self.payloadBytes) else {
            throw RequestError.notFound(
                trace == nil
                    ? "there is no span \(id.hex) among the latest million; with trace_id, all are searched"
                    : "there is no span \(id.hex) in that trace")
        }
        var object = span.json
        if let intake {
            let scores = try await intake.scores(of: span.span.traceID).filter { $0.span == id }
            object.set("scores", .array(scores.map(\.json)))
        }
        return .json(.object(object))
    }
}
