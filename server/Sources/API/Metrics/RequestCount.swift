import Hummingbird

/// Counts and times requests, and writes each into the log.
///
/// The log gets the path and never the query, which may hold what people look for.
struct RequestCount: RouterMiddleware {
    typealias Context = MartletRouter.Context

    let metrics: ServerMetrics

    /// Methods that are counted by name; any other text can be sent as one.
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await next(request, context)
        let time = start.duration(to: clock.now)
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let method = request.method.rawValue
        metrics.note(
            .init(
                method: Self.methods.contains(method) ? method : "other",
                route: context.endpointPath ?? "none", status: response.status.code),
            seconds: seconds)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(method)", "path": "\(request.uri.path.prefix(200))",
                "status": "\(response.status.code)", "seconds": "\(seconds)",
            ])
        return response
    }
}
