import Access
import HTTPTypes
import Hummingbird
import Web

/// `/login` and `/logout`: how a person's browser gets in.
///
/// A page with a field for the key, and a cookie, instead of the browser's own window for names
/// and passwords: what that asks for is sent along with any other site's requests, and cannot be
/// given back.
struct LoginRoutes: Sendable {
    let visitors: Visitors

    private static let bodyLimit = 8 << 10

    func add(to router: Router<MartletRouter.Context>) {
        router.get("/login") { request, _ in
            let fields = try QueryParameters.pairs(request.uri.query)
            return Response.page(Pages.login(next: Self.next(fields), isRefused: false))
        }
        router.post("/login") { request, context in try await logIn(request, context) }
        router.post("/logout") { _, _ in
            Response(
                status: .seeOther, headers: [.location: "/login", .setCookie: SessionCookie.remove])
        }
    }

    private func logIn(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        let body = try await request.body.bytes(upTo: Self.bodyLimit)
        let fields = try QueryParameters.pairs(String(decoding: body, as: UTF8.self))
        let secret = fields.last { $0.name == "key" }?.value ?? ""
        let next = Self.next(fields)
        guard let key = visitors.keys.key(for: .secret(secret)), AccessRule.read.admits(key.kind) else {
            return .page(Pages.login(next: next, isRefused: true), status: .forbidden)
        }
        return Response(
            status: .seeOther,
            headers: [
                .location: next, .cacheControl: "no-store",
                .setCookie: SessionCookie.set(visitors.session.token(for: key, now: Clock.seconds())),
            ])
    }

    /// Where to go then: one of our own pages, whatever the address says.
    private static func next(_ fields: [(name: String, value: String)]) -> String {
        let next = fields.last { $0.name == "next" }?.value ?? ""
        let isPlain = next.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return (next.hasPrefix("/traces") || next.hasPrefix("/charts")) && isPlain ? next : "/traces"
    }
}
