import HTTPTypes
import Hummingbird

/// Takes nothing that a page from elsewhere has a browser send.
///
/// A browser says with `Origin` which page sends; programs do not. Without this, any page that
/// somebody opens could put scores into a server on their machine, for which no key is needed.
struct OriginCheck: RouterMiddleware {
    typealias Context = MartletRouter.Context

    let hosts: HostNames

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isSafe = request.method == .get || request.method == .head
        if !isSafe, let origin = request.headers[.origin], !isOwn(origin, request) {
            throw RequestError(
                status: .forbidden, code: "foreign_origin",
                message: "this server takes nothing from pages of other servers")
        }
        return try await next(request, context)
    }

    /// The origin of this server's own pages has the request's own host and port.
    private func isOwn(_ origin: String, _ request: Request) -> Bool {
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            let authority = String(origin.dropFirst(scheme.count))
            return hosts.contain(authority: authority)
                && authority.lowercased() == request.head.authority?.lowercased()
        }
        return false
    }
}
