import HTTPTypes
import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/scores`: with `trace_id` the scores of a trace and of its spans, with `session_id` those
/// of a session itself, at most `limit` (1000 unless given), the earliest first, as `{"scores": [...]}`; and `POST /api/v1/scores`: one score, or `{"scores": [...]}`, all of which
/// are kept or none. A score of the same id replaces the one before.
struct ScoreRoutes: Sendable {
    let intake: any Intake
    let gate: IntakeGate
    let metrics: ServerMetrics

    private static let bodyLimit = 4 << 20

    func add(to router: Router<MartletRouter.Context>) {
        router.get("/api/v1/scores") { request, _ in try await list(request) }
        router.post("/api/v1/scores") { request, context in try await take(request, context) }
        for method in [HTTPRequest.Method.put, .patch, .delete, .options, .trace, .connect] {
            router.on("/api/v1/scores", method: method) { request, _ -> Response in
                throw RequestError.methodNotAllowed(request.method, allowed: "GET, HEAD, POST")
            }
        }
    }

    private func list(_ request: Request) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let trace = try parameters.traceID("trace_id")
        let session = parameters.text("session_id")
        let limit = try parameters.count("limit")
        try parameters.finish()
        let scores: [Score]
        switch (trace, session) {
        case (let trace?, nil):
            scores = Array(try await intake.scores(of: trace).prefix(limit ?? .max))
        case (nil, let session?):
            scores = try await intake.scores(ofSession: session, limit: min(limit ?? 1_000, 10_000))
        default:
            throw RequestError.invalidParameter("trace_id", "give either it or session_id")
        }
        return .json(["scores": .array(scores.map(\.json))])
    }

    private func take(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        try QueryParameters(request.uri.query).finish()
        try request.requireJSON("scores come as application/json")
        let scores = try await IntakeBody.with(request, gate, limit: Self.bodyLimit) { bytes in
            let body = try JSONValue(body: bytes)
            let now = Clock.now()
            guard let several = body["scores"] else { return [try Score(json: body, now: now)] }
            guard let elements = several.array else {
                throw RequestError.invalidParameter("scores", "it must be an array")
            }
            return try elements.map { element throws(RequestError) in try Score(json: element, now: now) }
        }
        do throws(StoreError) {
            try await intake.keep(scores)
        } catch {
            context.logger.error("scores could not be stored: \(error)")
            throw RequestError.notStored
        }
        metrics.note(storedScores: scores.count)
        return .json(["ids": .array(scores.map { .string($0.id) })], status: .created)
    }
}
