import Access
import HTTPTypes
import Hummingbird

/// Lets in only requests with a key, or with the cookie that a browser got for one.
struct KeyCheck: RouterMiddleware {
    typealias Context = MartletRouter.Context

    let visitors: Visitors

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let rule = AccessRule(request.method, path: request.uri.path)
        if rule != .open {
            guard let key = try visitors.key(of: request) else { throw RequestError.unauthorized(request) }
            guard rule.admits(key.kind) else { throw RequestError.forbidden(key.kind, by: rule) }
        }
        return try await next(request, context)
    }
}

extension RequestError {
    /// People are led to the page where they can log in; programs are told whether they lack a key or have a wrong one.
    static func unauthorized(_ request: Request) -> RequestError {
        let message =
            request.headers[.authorization] == nil
            ? "a key is needed here: send it as \"Authorization: Bearer SECRET\""
            : "the key that was sent is none of this server's: \"martlet key list\" shows them"
        return RequestError(
            status: .unauthorized, code: "unauthorized", message: message,
            headers: [.wwwAuthenticate: #"Bearer realm="martlet""#])
    }

    static func forbidden(_ kind: AccessKey.Kind, by rule: AccessRule) -> RequestError {
        let hint =
            switch (rule, kind) {
            case (.remove, _): "only one of the kind \"full\" may remove what is there"
            case (_, .read): "it may look and not send"
            default: "it may send and not look"
            }
        return RequestError(
            status: .forbidden, code: "forbidden", message: "this key is of the kind \"\(kind.rawValue)\": \(hint)")
    }
}
