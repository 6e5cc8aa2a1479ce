import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/traces`, and `GET` and `DELETE /api/v1/traces/{id}`.
///
/// A list takes `limit` (50 unless given, at most 1000), `cursor` (the `next_cursor` of the
/// answer before) and the filters of ``QueryParameters/traceQuery(limit:)``, and answers
/// `{"traces": [...], "next_cursor": "..." or null, "is_complete": true}`; see ``Page/isComplete``. One trace has the fields of the list's
/// entry, `spans` with meanings and raw payloads, `next_cursor` where it has more of them than one answer holds, which `cursor` takes, and
/// `is_complete`. A trace that was removed is gone with
/// its spans, payloads, scores and sums; the answer to that is 204.
struct TraceRoutes: Sendable {
    let store: any Store
    let maintenance: (any Maintenance)?
    let turnstile: Turnstile

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/traces") { request, _ in try await list(request) }
        guard let maintenance else {
            router.answer("/api/v1/traces/:id", trace)
            return
        }
        router.get("/api/v1/traces/:id", use: trace)
        router.delete("/api/v1/traces/:id") { request, context in
            try await remove(request, try Self.id(context), maintenance)
        }
        router.refuse("/api/v1/traces/:id", [.post, .put, .patch], allowed: "GET, HEAD, DELETE")
    }

    private func list(_ request: Request) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let query = try parameters.traceQuery(limit: try parameters.limit())
        try parameters.finish()
        let page = try await asking { () throws(StoreError) in try await store.traces(query) }
        return .json(page.json(named: "traces") { $0.json })
    }

    @Sendable private func trace(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let limits = TraceLimits(cursor: parameters.text("cursor"))
        try parameters.finish()
        let id = try Self.id(context)
        return try await turnstile.pass {
            let found = try await asking { () throws(StoreError) in try await store.trace(id, limits: limits) }
            guard let trace = found else { throw try await RequestError.noTrace(id, in: store) }
            return .json(.object(trace.json))
        }
    }

    private func remove(
        _ request: Request, _ id: TraceID, _ maintenance: any Maintenance
    ) async throws -> Response {
        try QueryParameters(request.uri.query).finish()
        guard try await maintenance.removeTrace(id) else {
            throw RequestError.notFound("there is no trace \(id.hex)")
        }
        return Response(status: .noContent)
    }

    private static func id(_ context: MartletRouter.Context) throws(RequestError) -> TraceID {
        guard let id = context.parameters.get("id").flatMap({ TraceID(hex: $0) }) else {
            throw RequestError.notFound("a trace's id has 32 hexadecimal digits")
        }
        return id
    }
}
