import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Tells clients that ask with `Expect: 100-continue` to send the body, which they keep back until then.
///
/// Whatever the request, since a client that hears nothing waits: some for a second, some for ever. One whose request is
/// refused hears that right behind it. Only those of HTTP/1.0 are told nothing: see ``ExpectationHandler``, which it puts where the version
/// is known.
public final class ContinueHandler: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    /// Requests whose answers have not ended.
    private var openAnswers = 0
    /// The last of them waits, behind answers to those before it.
    private var isAwaited = false

    public init() {}

    public func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        guard let decoder = try? pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self) else { return }
        do {
            try pipeline.addHandler(ExpectationHandler(), position: .after(decoder.handler))
        } catch {
            context.fireErrorCaught(error)
        }
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isAwaited = head.headerFields[.expect]?.lowercased() == "100-continue"
            openAnswers += 1
            goOn(context)
        case .body, .end:
            isAwaited = false
        }
        context.fireChannelRead(data)
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        if case .head = part, openAnswers == 1 { isAwaited = false }
        context.write(data, promise: promise)
        if case .end = part {
            openAnswers -= 1
            goOn(context)
        }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        guard isAwaited, openAnswers == 1 else { return }
        isAwaited = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }
}
