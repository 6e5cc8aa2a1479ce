import API
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
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
