import NIOCore
import NIOHTTPTypes

/// Counts the bytes of answers that wait in a connection until its client takes them.
///
/// A connection takes what is written to it at once, however much that is: that an answer is written
/// does not say that it is gone.
public final class WaitingBytesHandler: ChannelOutboundHandler, RemovableChannelHandler {
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    private let gate: AnswerGate

    public init(gate: AnswerGate) {
        self.gate = gate
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .body(let bytes) = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        let (gate, count) = (gate, bytes.readableBytes)
        let written = promise ?? context.eventLoop.makePromise()
        gate.noteWaiting(count)
        // Also when the connection ends before.
        written.futureResult.whenComplete { _ in gate.noteWaiting(-count) }
        context.write(data, promise: written)
    }
}
