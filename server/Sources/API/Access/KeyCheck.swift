import Access
import HTTPTypes
import Hummingbird

/// Lets in only requests with a key, or with the cookie that a browser got for one.
struct KeyCheck: RouterMiddleware {
    typealias Context = MartletRouter.Context

    let keys: KeyRing
    let session: Session

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let rule = AccessRule(request.method, path: request.uri.path)
        if rule != .open {
            guard let key = try key(of: request) else { throw RequestError.unauthorized(request) }
            guard rule.admits(key.kind) else { throw RequestError.forbidden(key.kind) }
        }
        return try await next(request, context)
    }

    private func key(of request: Request) throws(RequestError) -> AccessKey? {
        if let field = request.headers[.authorization] {
            return Credentials(authorization: field).flatMap { keys.key(for: $0) }
        }
        guard let token = SessionCookie.token(in: request) else { return nil }
        return session.keyID(token, now: Clock.seconds()).flatMap { keys.key(id: $0) }
    }
}

extension RequestError {
    /// People are led to the page where they can log in.
    static func unauthorized(_ request: Request) -> RequestError {
        RequestError(
            status: .unauthorized, code: "unauthorized",
            message: "a key is needed here: send it as \"Authorization: Bearer SECRET\"",
            headers: [.wwwAuthenticate: #"Bearer realm="martlet""#])
    }

    static func forbidden(_ kind: AccessKey.Kind) -> RequestError {
        let hint = kind == .read ? "it may look and not send" : "it may send and not look"
        return RequestError(
            status: .forbidden, code: "forbidden", message: "this key is of the kind \"\(kind.rawValue)\": \(hint)")
    }
}
