import API
import HTTPTypes
import Hummingbird
import JSON
import Logging
import Model
import NIOEmbedded
import Store
import Synchronization
import TestSupport

/// A server without a socket, over a store of the test's own.
struct Site {
    let directory = TemporaryDirectory()
    let store: SQLiteStore

    init() async throws {
        store = try await SQLiteStore.test(in: directory)
    }

    struct Answer {
        var status: Int
        var headers: HTTPFields
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func json() throws -> JSONValue { try JSONValue(parsing: body) }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    func get(_ path: String, host: String? = "localhost:7100") async throws -> Answer {
        try await send(.get, path, host: host)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String? = "localhost:7100", store: (any Store)? = nil
    ) async throws -> Answer {
        let responder = MartletRouter.make(store: store ?? self.store).buildResponder()
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: host, path: path),
            body: RequestBody(buffer: ByteBuffer()))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let context = BasicRequestContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
        let response = try await responder.respond(to: request, context: context)
        let body = Body()
        try await response.body.write(BodyWriter(body: body))
        return Answer(status: response.status.code, headers: response.headers, body: body.bytes.withLock { $0 })
    }

    private final class Body: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    private struct BodyWriter: ResponseBodyWriter {
        let body: Body

        mutating func write(_ buffer: ByteBuffer) async throws {
            body.bytes.withLock { $0 += Array(buffer: buffer) }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

extension Site {
    /// Two traces: a finished call with everything, and one that runs.
    func record() async throws {
        var recording = Recording(process: 42)
        let payload = Change.payload(
            .init(
                span: SpanID(1)!, number: 9, key: "response.body", mediaType: .json, time: 1_000_000_021,
                totalLength: 16, bytes: Array(#"{"n": 1.50, "a":"#.utf8)))
        try await store.apply([
            recording.batch(
                .description(ProcessDescription(program: "app.py", host: "h")),
                .start(1, trace: 0xABC, at: 1_000_000_000, name: "create"),
                .payload(1, 1, "prompt", "<script>alert(1)</script>", at: 1_000_000_001),
                .payload(1, 2, "answer", "Because it sleeps on the wing.", at: 1_000_000_020), payload,
                .payload(1, 3, "model", "gpt"), .payload(1, 4, "tokens", "12"),
                .end(1, at: 1_500_000_000, .error),
                .start(2, trace: 0xDEF, at: 2_000_000_000))
        ])
    }

    static let first = "00000000000000090000000000000abc"
}
