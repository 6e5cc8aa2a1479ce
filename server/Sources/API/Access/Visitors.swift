import Access
import HTTPTypes
import Hummingbird

/// Whose requests come in where keys are asked for.
struct Visitors: Sendable {
    let keys: KeyRing
    let session: Session

    /// The key that a request comes with, or that its browser got a cookie for.
    func key(of request: Request) throws(RequestError) -> AccessKey? {
        if let field = request.headers[.authorization] {
            return Credentials(authorization: field).flatMap { keys.key(for: $0) }
        }
        guard let token = SessionCookie.token(in: request) else { return nil }
        return session.keyID(token, now: Clock.seconds()).flatMap { keys.key(id: $0) }
    }
}
