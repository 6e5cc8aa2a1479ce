import HTTPTypes
import Hummingbird

/// Answers only requests that are addressed to this server by a name of its own.
///
/// A web page from elsewhere can have a host name of its own point to 127.0.0.1. To the browser,
/// what it then reads from here is its own; here the `Host` field gives it away.
struct HostCheck: RouterMiddleware {
    typealias Context = MartletRouter.Context

    let hosts: HostNames

    private static let field = HTTPField.Name("Host")!

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority else {
            throw RequestError.badRequest("the request has no Host field")
        }
        // The second one would be among the other fields.
        guard request.headers[Self.field] == nil else {
            throw RequestError.badRequest("the request has more than one Host field")
        }
        guard hosts.contain(authority: authority) else {
            throw RequestError.foreignHost(authority)
        }
        return try await next(request, context)
    }
}
