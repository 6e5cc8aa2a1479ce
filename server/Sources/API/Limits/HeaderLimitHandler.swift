import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Says 431 of a request whose head is too long, where the server would say 400.
public final class HeaderLimitHandler: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    private var isBeyondLimit = false

    public init() {}

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case HTTPParserError.headerOverflow = error { isBeyondLimit = true }
        context.fireErrorCaught(error)
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // The answer to what cannot be parsed is the last one, and says so.
        guard isBeyondLimit, case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.connection] == "close"
        else {
            context.write(data, promise: promise)
            return
        }
        head.status = .requestHeaderFieldsTooLarge
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
