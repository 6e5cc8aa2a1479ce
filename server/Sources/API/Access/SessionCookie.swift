import Access
import HTTPTypes
import Hummingbird

/// The cookie that holds a browser's session.
///
/// Scripts cannot read it, and a browser does not send it with what another site's page asks for.
enum SessionCookie {
    private static let name = "martlet_session"

    static func token(in request: Request) -> String? {
        for field in request.headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if pair.count == 2, pair[0] == name { return String(pair[1]) }
            }
        }
        return nil
    }

    static func set(_ token: String) -> String {
        "\(name)=\(token); Path=/; Max-Age=\(Session.lifetimeSeconds); HttpOnly; SameSite=Strict"
    }

    static let remove = "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"
}
