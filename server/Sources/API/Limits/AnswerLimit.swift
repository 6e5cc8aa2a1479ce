import Hummingbird

/// Takes room for a long answer until it is on its way; from there on, ``WaitingBytesHandler`` knows
/// of it.
struct AnswerLimit: RouterMiddleware {
    typealias Context = MartletRouter.Context

    let gate: AnswerGate

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard let length = response.body.contentLength, length > AnswerGate.shortAnswer else { return response }
        let room = try gate.room(for: length)
        let body = response.body
        response.body = ResponseBody(contentLength: length) { writer in
            try await body.write(writer)
            withExtendedLifetime(room) {}
        }
        return response
    }
}
