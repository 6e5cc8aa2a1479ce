import API
import Access
import HTTPTypes
import JSON
import Testing

/// Who is let in where.
@Suite struct KeyTests {
    private static let looking = ["/api/v1/traces", "/api/v1/spans", "/api/v1/stats", "/api/v1/scores?trace_id=\(Site.first)"]
    private static let span = #"{"resourceSpans":[]}"#

    private func bearer(_ secret: String) -> HTTPFields { [.authorization: "Bearer \(secret)", .contentType: "application/json"] }

    @Test func nobodyWithoutAKey() async throws {
        let door = try await Door()
        let secret = try door.make(.full).secret
        for path in Self.looking + ["/api/public/projects"] {
            for fields: HTTPFields in [[:], [.authorization: "Bearer x"], [.authorization: "Basic eDp5"], [.cookie: "martlet_session=x.9999999999.00"]] {
                let answer = try await door.send(.get, path, fields)
                #expect(answer.status == 401, "\(path)")
                #expect(try answer.json()["error"]?["code"] == "unauthorized")
                let message = try #require(answer.json()["error"]?["message"]?.string)
                #expect(message.hasPrefix(fields[.authorization] == nil ? "a key is needed here" : "the key that was sent is none"))
                #expect(answer.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
            }
            #expect(try await door.send(.get, path, bearer(secret)).status == 200, "\(path)")
        }
        for path in ["/v1/traces", "/v1/logs", "/v1/metrics", "/api/public/otel/v1/traces", "/api/public/ingestion", "/api/public/scores"] {
            #expect(try await door.send(.post, path, [.contentType: "application/json"], body: Self.span).status == 401)
        }
        #expect(try await door.send(.get, "//api/v1/traces").status == 303)
        for path in ["/healthz", "/api/public/health", "/login"] { #expect(try await door.send(.get, path).status == 200) }
    }

    @Test func kindsHaveTheirLimits() async throws {
        let door = try await Door()
        let (read, write) = (try door.make(.read).secret, try door.make(.write).secret)
        for path in Self.looking {
            #expect(try await door.send(.get, path, bearer(read)).status == 200)
            let answer = try await door.send(.get, path, bearer(write))
            #expect(answer.status == 403)
            #expect(try answer.json()["error"]?["code"] == "forbidden")
        }
        #expect(try await door.send(.post, "/v1/traces", bearer(write), body: Self.span).status == 200)
        #expect(try await door.send(.post, "/v1/traces", bearer(read), body: Self.span).status == 403)
        #expect(try await door.send(.get, "/traces", bearer(write)).status == 403)
        // The SDK asks with the key with which it will send.
        #expect(try await door.send(.get, "/api/public/projects", bearer(write)).status == 200)
    }

    @Test func basicAsLangfuseSendsIt() async throws {
        let door = try await Door()
        let (key, secret) = try door.make(.write)
        func basic(_ text: String) -> HTTPFields {
            [.authorization: "Basic \(base64(text))", .contentType: "application/json"]
        }
        #expect(try await door.send(.post, "/api/public/otel/v1/traces", basic("\(key.id):\(secret)"), body: Self.span).status == 200)
        #expect(try await door.send(.post, "/api/public/otel/v1/traces", basic("pk:\(secret)"), body: Self.span).status == 401)
        #expect(try await door.send(.post, "/api/public/otel/v1/traces", basic("\(key.id):"), body: Self.span).status == 401)
    }

    @Test func aBrowserLogsIn() async throws {
        let door = try await Door()
        let (key, secret) = try door.make(.read)
        let asked = try await door.send(.get, "/traces?model=a%26b")
        #expect(asked.status == 303)
        #expect(asked.header("Location") == "/login?next=/traces?model=a%26b")
        #expect(try await door.send(.post, "/login", body: "key=wrong").status == 403)
        let answer = try await door.send(.post, "/login", body: "key=\(secret)&next=/traces/abc")
        #expect(answer.status == 303)
        #expect(answer.header("Location") == "/traces/abc")
        let cookie = try #require(answer.header("Set-Cookie"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        let fields: HTTPFields = [.cookie: "a=b; " + cookie.prefix { $0 != ";" }]
        #expect(try await door.send(.get, "/traces", fields).status == 200)
        #expect(try await door.send(.post, "/v1/traces", fields, body: Self.span).status == 403)
        #expect(try await door.send(.post, "/logout", fields).header("Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(try door.keys.remove(id: key.id))
        #expect(try await door.send(.get, "/traces", fields).status == 303)
    }

    @Test(arguments: ["//evil.example", "https://evil.example/", "/traces%0d%0aX:y", "/traces%5cx", "/other", ""])
    func afterTheLoginComesAPageOfOurs(next: String) async throws {
        let door = try await Door()
        let secret = try door.make(.read).secret
        #expect(try await door.send(.post, "/login", body: "key=\(secret)&next=\(next)").header("Location") == "/traces")
        #expect(try await door.send(.get, "/login?next=\"><script>").text.contains("<script>") == false)
    }

    @Test func aKeyThatMayOnlySendDoesNotLogIn() async throws {
        let door = try await Door()
        #expect(try await door.send(.post, "/login", body: "key=\(try door.make(.write).secret)").status == 403)
        #expect(try await door.send(.post, "/login", body: String(repeating: "k", count: 9_000)).status == 413)
    }

    @Test func pagesOfOthersSendNothing() async throws {
        let door = try await Door()
        let secret = try door.make(.full).secret
        for origin in ["https://evil.example", "null", "http://localhost", "http://localhost:1", "http://127.0.0.1:7100"] {
            var fields = bearer(secret)
            fields[.origin] = origin
            #expect(try await door.send(.post, "/v1/traces", fields, body: Self.span).status == 403, "\(origin)")
        }
        var fields = bearer(secret)
        fields[.origin] = "http://localhost:7100"
        #expect(try await door.send(.post, "/v1/traces", fields, body: Self.span).status == 200)
    }

    @Test(arguments: [("10.1.2.3:80", true), ("[fe80::1]:80", true), ("own.example", true), ("evil.example", false), ("10.1.2", false), ("", false)])
    func hostsOfAServerThatOthersReach(host: String, isOwn: Bool) {
        #expect(HostNames.loopback.adding(["own.example"], takesAddresses: true).contain(authority: host) == isOwn)
        #expect(HostNames.loopback.contain(authority: host) == false)
    }

    private func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 3).map { start -> String in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            return String((0..<4).map { $0 <= group.count ? alphabet[bits >> (18 - 6 * $0) & 63] : "=" })
        }.joined()
    }
}
