import Glibc
import HTTPClient
import Testing

/// Servers that do not wait for the end of a request.
@Suite struct AnswerTests {
    @Test(.timeLimit(.minutes(15))) func anAnswerBeforeTheEndOfTheRequestIsRead() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        try #require(isListening)
        let client = try HTTPClient(url: try #require(ServerURL("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))")))
        // More than fits between the two, so that it cannot all be written.
        async let asked = client.post("/x", headers: [], body: [UInt8](repeating: 0, count: 64 << 20))
        var connection: Int32 = -1
        while connection < 0 {
            try await Task.sleep(for: .milliseconds(5))
            connection = accept(listener, nil, nil)
        }
        defer { close(connection) }
        // An answer before any of the request would be nonsense.
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, Int32(MSG_DONTWAIT)) != 1 { try await Task.sleep(for: .milliseconds(5)) }
        let answer = Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno".utf8)
        #expect(send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count)
        #expect(shutdown(connection, Int32(SHUT_WR)) == 0)
        let received = try await asked
        #expect(received.status == 403)
        #expect(received.body == Array("no".utf8))
    }
}
