import HTTPClient
import Testing

@Suite struct ServerURLTests {
    @Test(arguments: [
        ("http://h", false, "h", 80, "", "http://h"), ("https://h.example/", true, "h.example", 443, "", "https://h.example"),
        ("HTTP://h:7100/a/b/", false, "h", 7100, "/a/b", "http://h:7100/a/b"), ("https://[::1]:9/x", true, "::1", 9, "/x", "https://[::1]:9/x"),
        ("https://h:443", true, "h", 443, "", "https://h"),
    ])
    func whatItSays(text: String, isSecure: Bool, host: String, port: Int, path: String, again: String) throws {
        let url = try #require(ServerURL(text))
        #expect(url.isSecure == isSecure && url.host == host && url.port == port && url.path == path)
        #expect("\(url)" == again)
    }

    @Test(arguments: [
        "", "h", "ftp://h", "http://", "http:///x", "http://h:0", "http://h:x", "http://h:70000", "http://u:p@h", "http://h/?q=1", "http://h/#a",
        "http://h/a b", "http://[::1", "http://h\r\nX: y",
    ])
    func whatIsNone(text: String) {
        #expect(ServerURL(text) == nil)
    }
}
