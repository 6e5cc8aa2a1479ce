import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Sends requests to one server, each on a connection of its own.
///
/// A library with pools, redirects and proxies would double the server's file; what ships records
/// needs one POST now and then.
public struct HTTPClient: Sendable {
    /// What a server answered.
    public struct Answer: Sendable, Equatable {
        public var status: Int
        /// `Retry-After` in seconds, if it says so.
        public var retryAfter: Int?
        public var body: [UInt8]
    }

    public let url: ServerURL
    /// Longest time for one request and its answer.
    private let timeout: TimeAmount
    private let tls: NIOSSLContext?

    private static let connectTimeout = TimeAmount.seconds(10)
    /// Longest answer that is read.
    private static let answerLimit = 16 << 20

    /// - Parameter certificates: a file of certificates in PEM to trust, instead of the system's.
    public init(
        url: ServerURL, timeout: TimeAmount = .seconds(120), certificates: String? = nil
    ) throws(HTTPClientError) {
        self.url = url
        self.timeout = timeout
        guard url.isSecure else {
            tls = nil
            return
        }
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            if let certificates { configuration.trustRoots = .file(certificates) }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            // What the library says names its own source.
            throw .failed(certificates.map { "cannot read certificates in PEM from \($0)" } ?? "\(error)")
        }
    }

    /// Posts a body to a path below the server's own.
    public func post(
        _ path: String, headers: [(String, String)], body: [UInt8]
    ) async throws(HTTPClientError) -> Answer {
        // A server that closes behind its answer may be before us with that, which is no failure.
        let received = Mutex<Answer?>(nil)
        do {
            let channel = try await connect()
            let isLate = channel.channel.eventLoop.scheduleTask(in: timeout) {
                channel.channel.close(promise: nil)
            }
            defer { isLate.cancel() }
            return try await withTaskCancellationHandler {
                try await channel.executeThenClose { answers, requests in
                    var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: url.path + path)
                    head.headers.add(name: "Host", value: url.authority)
                    head.headers.add(name: "Content-Length", value: String(body.count))
                    head.headers.add(name: "Connection", value: "close")
                    for (name, value) in headers { head.headers.add(name: name, value: value) }
                    // A server may answer and close before we have said that this was all; its answer is there all the same.
                    var failure: (any Error)?
                    do {
                        try await requests.write(.head(head))
                        try await requests.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
                        try await requests.write(.end(nil))
                    } catch {
                        failure = error
                    }
                    do {
                        let answer = try await Self.read(answers)
                        received.withLock { $0 = answer }
                        return answer
                    } catch {
                        throw failure ?? error
                    }
                }
            } onCancel: {
                channel.channel.close(promise: nil)
            }
        } catch let error as HTTPClientError {
            throw error
        } catch {
            if let answer = received.withLock({ $0 }) { return answer }
            let isAway = error is NIOConnectionError || error is IOError || error is ChannelError
            throw isAway ? .away(Self.reason(error)) : .failed(Self.reason(error))
        }
    }

    /// In words for people; the library's own have the places of its source.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case is NIOSSLExtraError: return "its certificate is of another host"
        case is NIOSSLError, is BoringSSLError:
            return "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
                ? "nobody who is trusted here vouches for its certificate" : "it does not speak TLS as it should"
        case let error as NIOConnectionError:
            return error.connectionErrors.first.map { reason($0.error) } ?? "its name is not known"
        case ChannelError.connectTimeout: return "it does not answer"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        default: return "\(error)"
        }
    }

    private typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private func connect() async throws -> Channel {
        let (url, tls) = (url, tls)
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.connectTimeout)
            .connect(host: url.host, port: url.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(Self.handler(tls, url))
                    }
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Channel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// An address has no name that a server could choose its certificate by.
    private static func handler(_ tls: NIOSSLContext, _ url: ServerURL) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: url.host, port: 0)) != nil
        return try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : url.host)
    }

    private static func read(
        _ parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
    ) async throws -> Answer {
        var answer: Answer?
        for try await part in parts {
            switch part {
            case .head(let head):
                answer = Answer(
                    status: Int(head.status.code),
                    retryAfter: head.headers.first(name: "Retry-After").flatMap { Int($0) }, body: [])
            case .body(let bytes):
                answer?.body += Array(buffer: bytes)
                guard answer?.body.count ?? 0 <= answerLimit else { throw HTTPClientError.failed("the answer is too long") }
            case .end:
                if let answer { return answer }
            }
        }
        throw HTTPClientError.away("the connection ended before the answer did")
    }
}

/// Why there is no answer.
public enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    case failed(String)
    /// Nobody answers there now, which may pass.
    case away(String)

    public var description: String {
        switch self {
        case .failed(let reason), .away(let reason): reason
        }
    }
}
