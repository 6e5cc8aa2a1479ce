import NIOCore
import NIOHTTPTypes

/// Closes connections on which nothing gets done: a head that never ends, a body that comes byte
/// by byte, an answer that nobody reads, silence.
public final class SlowClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    /// How long a client may take.
    public struct Limits: Sendable {
        /// From the connection, or the answer before, to the end of a request's head.
        public var head: TimeAmount
        /// From the head to the end of the body, whatever its length.
        public var body: TimeAmount
        /// That much longer for each part of a body, whose size is at most ``bytesPerStep``.
        public var step: TimeAmount
        public var bytesPerStep: Int
        /// Without reading anything of an answer.
        public var answer: TimeAmount

        public init(
            head: TimeAmount = .seconds(60), body: TimeAmount = .seconds(60),
            step: TimeAmount = .seconds(1), bytesPerStep: Int = 16 << 10,
            answer: TimeAmount = .seconds(60)
        ) {
            self.head = head
            self.body = body
            self.step = step
            self.bytesPerStep = bytesPerStep
            self.answer = answer
        }
    }

    private let limits: Limits
    private var reading: Scheduled<Void>?
    private var writing: Scheduled<Void>?
    /// When the body that comes must have ended.
    private var deadline: NIODeadline?
    private var bytesOfStep = 0

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    public func handlerAdded(context: ChannelHandlerContext) {
        expect(within: limits.head, context)
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        reading?.cancel()
        writing?.cancel()
    }

    public func channelInactive(context: ChannelHandlerContext) {
        reading?.cancel()
        writing?.cancel()
        context.fireChannelInactive()
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            deadline = context.eventLoop.now + limits.body
            bytesOfStep = 0
            expect(within: limits.body, context)
        case .body(let bytes):
            extend(by: bytes.readableBytes, context)
        case .end:
            // Now it is our turn.
            reading?.cancel()
            reading = nil
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            // A request that was answered before its end still has to end.
            if deadline == nil { expect(within: limits.head, context) }
        }
        context.write(data, promise: promise)
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        writing?.cancel()
        writing = context.channel.isWritable ? nil : closing(in: limits.answer, context)
        context.fireChannelWritabilityChanged()
    }

    private func extend(by byteCount: Int, _ context: ChannelHandlerContext) {
        bytesOfStep += byteCount
        let steps = bytesOfStep / limits.bytesPerStep
        guard steps > 0, let end = deadline else { return }
        bytesOfStep %= limits.bytesPerStep
        let later = end + limits.step * steps
        deadline = later
        expect(within: later - context.eventLoop.now, context)
    }

    private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
        reading?.cancel()
        reading = closing(in: time, context)
    }

    private func closing(in time: TimeAmount, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
