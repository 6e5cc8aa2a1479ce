import API
import HTTPTypes
import Hummingbird
import Logging
import NIOEmbedded
import Store
import Synchronization
import TestSupport

/// A server without a socket that takes what is sent to it.
final class IntakeSite: Sendable {
    let directory: TemporaryDirectory
    let store: SQLiteStore
    private let router: RouterResponder<MartletRouter.Context>

    init(directory: TemporaryDirectory, store: SQLiteStore) {
        self.directory = directory
        self.store = store
        router = MartletRouter.make(store: store, intake: store).buildResponder()
    }

    func get(_ path: String) async throws -> Site.Answer {
        try await send(HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path), [], nil)
    }

    /// - Parameter length: what the header says, where that is another number than there are bytes.
    func post(
        _ path: String, _ body: [UInt8], type: String? = "application/json", coding: String? = nil, length: String? = nil,
        intake: (any Intake)? = nil
    ) async throws -> Site.Answer {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: path)
        head.headerFields[.contentType] = type
        head.headerFields[.contentEncoding] = coding
        head.headerFields[.contentLength] = length ?? String(body.count)
        return try await send(head, body, intake)
    }

    private func send(_ head: HTTPRequest, _ body: [UInt8], _ intake: (any Intake)?) async throws -> Site.Answer {
        let responder = intake.map { MartletRouter.make(store: store, intake: $0).buildResponder() } ?? router
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let context = BasicRequestContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
        let response = try await responder.respond(to: request, context: context)
        let collected = Body()
        try await response.body.write(Writer(body: collected))
        return Site.Answer(status: response.status.code, headers: response.headers, body: collected.bytes.withLock { $0 })
    }

    private final class Body: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    private struct Writer: ResponseBodyWriter {
        let body: Body

        mutating func write(_ buffer: ByteBuffer) async throws {
            body.bytes.withLock { $0 += Array(buffer: buffer) }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
