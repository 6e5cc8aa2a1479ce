import HTTPTypes
import Hummingbird
import JSON
import Model
import Store

/// What Langfuse's SDKs call beside OTLP: health, the project of a key, and scores.
///
/// There is one project here, and everything belongs to it.
struct LangfuseRoutes: Sendable {
    let intake: any Intake
    let gate: IntakeGate

    /// The SDK's own limit for a batch is a million bytes.
    private static let bodyLimit = 4 << 20
    /// Each element of the request is judged by itself.
    private static let multiStatus = HTTPResponse.Status(code: 207, reasonPhrase: "Multi-Status")
    private static let projectID = "martlet"

    func add(to router: Router<MartletRouter.Context>) {
        for path in ["/api/public/health", "/api/public/ready"] as [RouterPath] {
            router.answer(path) { _, _ in .json(["status": "OK", "version": "4.16.0"]) }
        }
        router.answer("/api/public/projects") { _, _ in
            let project: JSONValue = [
                "id": .string(Self.projectID), "name": "Martlet",
                "organization": ["id": .string(Self.projectID), "name": "Martlet"], "metadata": [:],
            ]
            return .json(["data": [project]])
        }
        // The address of a trace as the SDK makes it.
        router.answer("/project/:project/traces/:id") { _, context in
            guard let id = context.parameters.get("id").flatMap({ TraceID(hex: $0) }) else {
                throw RequestError.notFound("a trace's id has 32 hexadecimal digits")
            }
            return Response(status: .found, headers: [.location: "/traces/\(id.hex)"])
        }
        router.take("/api/public/scores") { request, context in
            try await takeScores(request, context)
        }
        router.take("/api/public/ingestion") { request, context in
            try await takeBatch(request, context)
        }
    }

    /// One score as an object, or several as an array; each is judged by itself.
    private func takeScores(
        _ request: Request, _ context: MartletRouter.Context
    ) async throws -> Response {
        let body = try await read(request)
        guard let elements = body.array else {
            let score = try score(body)
            try await keep([score], context)
            return .json(["id": .string(score.id)])
        }
        var scores: [Score] = []
        var errors: [JSONValue] = []
        for element in elements {
            do throws(RequestError) {
                scores.append(try score(element))
            } catch {
                errors.append(["message": .string(error.message)])
            }
        }
        try await keep(scores, context)
        guard !errors.isEmpty else { return .json(["message": "Accepted"], status: .accepted) }
        return .json(
            [
                "accepted": .integer(scores.count), "rejected": .integer(errors.count),
                "errors": .array(errors),
            ], status: Self.multiStatus)
    }

    /// A batch of the older SDKs, of which versions 3 and 4 send scores alone.
    private func takeBatch(
        _ request: Request, _ context: MartletRouter.Context
    ) async throws -> Response {
        guard let events = try await read(request)["batch"]?.array else {
            throw RequestError.badRequest("there is no array \"batch\"")
        }
        var scores: [Score] = []
        var successes: [JSONValue] = []
        var errors: [JSONValue] = []
        for event in events {
            let id = event["id"]?.text ?? ""
            do throws(RequestError) {
                guard event["type"] == "score-create" else {
                    throw .badRequest(
                        "events of type \"\(event["type"]?.text ?? "")\" are not taken here; spans come as OTLP")
                }
                scores.append(try score(event["body"] ?? .null))
                successes.append(["id": .string(id), "status": 201])
            } catch {
                errors.append([
                    "id": .string(id), "status": 400, "message": .string(error.message),
                    "error": "InvalidRequestError",
                ])
            }
        }
        try await keep(scores, context)
        return .json(
            ["successes": .array(successes), "errors": .array(errors)], status: Self.multiStatus)
    }

    private func score(_ value: JSONValue) throws(RequestError) -> Score {
        try Score(langfuse: value, now: Clock.now())
    }

    private func keep(_ scores: [Score], _ context: MartletRouter.Context) async throws {
        do {
            try await intake.keep(scores)
        } catch {
            context.logger.error("scores could not be stored: \(error)")
            throw RequestError.notStored
        }
    }

    private func read(_ request: Request) async throws -> JSONValue {
        try await IntakeBody.with(request, gate, limit: Self.bodyLimit) { bytes in try JSONValue(body: bytes) }
    }
}
