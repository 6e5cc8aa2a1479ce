import API
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

/// Connections on which nothing gets done.
@Suite struct SlowClientTests {
    private func channel() throws -> EmbeddedChannel {
        let limits = SlowClientHandler.Limits(
            head: .seconds(10), body: .seconds(20), step: .seconds(1), bytesPerStep: 100, answer: .seconds(30))
        let channel = EmbeddedChannel(handler: SlowClientHandler(limits: limits))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private let head = HTTPRequestPart.head(HTTPRequest(method: .post, scheme: "http", authority: "h", path: "/"))
    private let body = HTTPRequestPart.body(ByteBuffer(repeating: 1, count: 50))

    @Test func aHeadThatDoesNotEnd() throws {
        let channel = try channel()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func aBodyThatComesSlowly() throws {
        let channel = try channel()
        try channel.writeInbound(head)
        // Each second 50 bytes, for which half a second is given.
        for _ in 0..<35 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            if channel.isActive { try channel.writeInbound(body) }
        }
        #expect(channel.isActive)
        for _ in 0..<10 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            if channel.isActive { try channel.writeInbound(body) }
        }
        #expect(!channel.isActive)
    }

    @Test func anAnswerMayTakeItsTimeAndSilenceBehindItNot() throws {
        let channel = try channel()
        try channel.writeInbound(head)
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .seconds(500))
        #expect(channel.isActive)
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func anAnswerThatNobodyReads() throws {
        let channel = try channel()
        try channel.writeInbound(head)
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        channel.embeddedEventLoop.advanceTime(by: .seconds(31))
        #expect(!channel.isActive)
    }
}
