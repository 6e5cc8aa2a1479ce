import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOEmbedded
import Synchronization
import Testing

/// What a server said.
struct Answer {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }

    /// The message of an answer that is a `google.rpc.Status`.
    func statusMessage(code: UInt8, isProtobuf: Bool) throws -> String {
        guard isProtobuf else {
            #expect(header("Content-Type") == "application/json")
            #expect(try json()["code"] == .number(JSONNumber(Int(code))))
            return try #require(json()["message"]?.string)
        }
        #expect(header("Content-Type") == "application/x-protobuf")
        try #require(body.count > 4 && Array(body[0..<3]) == [1 << 3, code, 2 << 3 | 2])
        // Of messages of up to 127 bytes, one says their length; of longer ones, two.
        let text = body[3] < 0x80 ? body[4...] : body[5...]
        #expect(text.count == (body[3] < 0x80 ? Int(body[3]) : Int(body[3] & 0x7F) | Int(body[4]) << 7))
        return String(decoding: text, as: UTF8.self)
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

extension HTTPResponder where Context == BasicRequestContext {
    /// Asks without a socket.
    func answer(_ head: HTTPRequest, body: [UInt8] = []) async throws -> Answer {
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let context = BasicRequestContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
        let response = try await respond(to: request, context: context)
        let collected = CollectedBody()
        try await response.body.write(Collector(body: collected))
        return Answer(
            status: response.status.code, headers: response.headers, body: collected.bytes.withLock { $0 })
    }
}

private final class CollectedBody: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

private struct Collector: ResponseBodyWriter {
    let body: CollectedBody

    mutating func write(_ buffer: ByteBuffer) async throws {
        body.bytes.withLock { $0 += Array(buffer: buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
