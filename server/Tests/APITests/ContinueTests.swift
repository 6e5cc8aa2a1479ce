import API
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Testing

/// Clients that keep a body back until they hear that they may send it.
@Suite struct ContinueTests {
    private let channel = EmbeddedChannel(handler: ContinueHandler())
    private let end = HTTPRequestPart.end(nil)

    private func head(_ expectation: String?) -> HTTPRequestPart {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "h", path: "/")
        head.headerFields[.expect] = expectation
        return .head(head)
    }

    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    /// The states that were sent since the last look.
    private func states() throws -> [Int] {
        var states: [Int] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            if case .head(let head) = part { states.append(head.status.code) }
        }
        return states
    }

    @Test(arguments: ["100-continue", "100-Continue"])
    func whoAsksIsTold(expectation: String) throws {
        for _ in 0..<2 {
            try channel.writeInbound(head(expectation))
            #expect(try states() == [100])
            try channel.writeInbound(end)
            try answer()
            #expect(try states() == [200])
        }
    }

    @Test(arguments: [nil, "", "200-ok"])
    func nobodyElseIs(expectation: String?) throws {
        try channel.writeInbound(head(expectation))
        try channel.writeInbound(end)
        try answer()
        #expect(try states() == [200])
    }

    /// As the server's channel is: the version is known before requests become version-independent, and not behind that.
    @Test(arguments: [("1.0", [200]), ("1.1", [100, 200])])
    func whoSpeaksTheFirstVersionIsNot(version: String, expected: [Int]) throws {
        let channel = EmbeddedChannel()
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(ContinueHandler())
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let request = "POST / HTTP/\(version)\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"
        try channel.writeInbound(ByteBuffer(string: request))
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        var sent = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { sent += String(buffer: buffer) }
        #expect(sent.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1") }.compactMap { Int($0.dropFirst(9).prefix(3)) } == expected)
    }

    @Test func notBeforeTheAnswersToEarlierRequests() throws {
        try channel.writeInbound(head(nil))
        try channel.writeInbound(end)
        try channel.writeInbound(head("100-continue"))
        #expect(try states().isEmpty)
        try answer()
        #expect(try states() == [200, 100])
    }

    @Test func notWhenTheBodyCameAllTheSame() throws {
        try channel.writeInbound(head(nil))
        try channel.writeInbound(end)
        try channel.writeInbound(head("100-continue"))
        try channel.writeInbound(end)
        try answer()
        #expect(try states() == [200])
    }
}
