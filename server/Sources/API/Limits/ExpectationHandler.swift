import NIOCore
import NIOHTTP1

/// Leaves out what clients of HTTP/1.0 expect: they do not know the answer to it. Behind this, the version is not known any more.
final class ExpectationHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), (head.version.major, head.version.minor) < (1, 1), head.headers.contains(name: "expect") else {
            return context.fireChannelRead(data)
        }
        head.headers.remove(name: "expect")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
