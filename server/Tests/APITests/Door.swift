import API
import Access
import HTTPTypes
import Hummingbird
import Logging
import NIOEmbedded
import Store
import Synchronization
import TestSupport

/// A server without a socket that asks for keys.
struct Door {
    let directory = TemporaryDirectory()
    let store: SQLiteStore
    let keys: KeyFile
    private let responder: RouterResponder<MartletRouter.Context>

    init(interpreter: Interpreter = .test()) async throws {
        store = try await SQLiteStore.test(in: directory, interpreter: interpreter)
        keys = KeyFile(path: directory.file("keys.json"))
        responder = MartletRouter.make(
            store: store, intake: store, keys: try KeyRing(keys),
            queries: UserQueries(store: store), archive: store, journal: store, maintenance: store
        ).buildResponder()
    }

    /// A new key, and its secret.
    func make(_ kind: AccessKey.Kind) throws -> (key: AccessKey, secret: String) {
        let made = AccessKey.make(name: "test", kind: kind, now: 1)
        try keys.add(made.key)
        return made
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:], body: String = "", bytes: [UInt8]? = nil
    ) async throws -> Site.Answer {
        let body = bytes ?? Array(body.utf8)
        var head = HTTPRequest(method: method, scheme: "http", authority: "localhost:7100", path: path)
        head.headerFields = fields
        head.headerFields[.contentLength] = String(body.count)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let context = BasicRequestContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
        let response = try await responder.respond(to: request, context: context)
        let collected = Body()
        try await response.body.write(Writer(body: collected))
        return Site.Answer(
            status: response.status.code, headers: response.headers, body: collected.bytes.withLock { $0 })
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
