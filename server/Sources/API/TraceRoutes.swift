import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/traces` and `GET /api/v1/traces/{id}`.
///
/// A list takes `limit` (50 unless given, at most 1000), `cursor` (the `next_cursor` of the
/// answer before) and the filters of ``QueryParameters/traceQuery(limit:)``, and answers
/// `{"traces": [...], "next_cursor": "..." or null}`. One trace has the fields of the list's
/// entry, and `spans` with meanings and raw payloads.
struct TraceRoutes: Sendable {
    let store: any Store

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/traces") { request, _ in try await list(request) }
        router.answer("/api/v1/traces/:id") { request, context in
            try await trace(request, id: context.parameters.get("id") ?? "")
        }
    }

    private func list(_ request: Request) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let query = try parameters.traceQuery(limit: try parameters.limit())
        try parameters.finish()
        let page = try await asking { () throws(StoreError) in try await store.traces(query) }
        return .json([
            "traces": .array(page.elements.map { .object($0.json) }),
            "next_cursor": .optional(page.nextCursor),
        ])
    }

    private func trace(_ request: Request, id text: String) async throws -> Response {
        try QueryParameters(request.uri.query).finish()
        guard let id = TraceID(hex: text) else {
            throw RequestError.notFound("a trace's id has 32 hexadecimal digits")
        }
        let found = try await asking { () throws(StoreError) in
            try await store.trace(id, limits: TraceLimits())
        }
        guard let trace = found else { throw RequestError.notFound("there is no trace \(id.hex)") }
        return .json(.object(trace.json))
    }
}
