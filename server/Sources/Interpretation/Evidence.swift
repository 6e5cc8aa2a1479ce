import JSON
import Model

/// The payloads of one span, sorted by what they are.
struct Evidence {
    /// All `attributes`, later ones over earlier ones.
    private(set) var attributes = JSONObject()
    private(set) var request: JSONValue?
    private(set) var head: JSONValue?
    private(set) var body: ReplyBody?
    private(set) var chunks: [Chunk] = []
    private(set) var error: JSONValue?
    /// Events of a span that was received, and behind them its log records, which are events that came by themselves.
    private(set) var events: [JSONValue] = []
    /// What else was received of a span.
    private(set) var received: JSONValue?

    /// One chunk of a stream.
    struct Chunk {
        /// Nanoseconds since 1970.
        var time: Int64
        /// `null` if it is not JSON.
        var value: JSONValue
    }

    init(_ payloads: [Payload]) {
        var parts: [Payload] = []
        var logs: [Payload] = []
        // By position: a payload that is copied is counted.
        for position in payloads.indices {
            if payloads[position].key == "response.part" {
                parts.append(payloads[position])
            } else if payloads[position].key == "log" {
                logs.append(payloads[position])
            } else {
                add(payloads[position])
            }
        }
        if !parts.isEmpty, chunks.isEmpty { add(parts: parts) }
        if !logs.isEmpty { add(logs: logs) }
    }

    /// Log records in the order of their times: they may have come in any order.
    private mutating func add(logs: [Payload]) {
        let order = logs.indices.sorted { (logs[$0].time, $0) < (logs[$1].time, $1) }
        for position in order {
            guard var log = JSONValue(salvaging: logs[position].bytes)?.object else { continue }
            // One without a body has none, and is a record nevertheless.
            if log["body"] == nil { log.set("body", .null) }
            events.append(.object(log))
        }
    }

    /// A body that came in pieces: events, or a whole that means what it would have meant at once.
    private mutating func add(parts: [Payload]) {
        let type = head?["headers"]?["content-type"]?.string?.lowercased() ?? ""
        guard type.contains("text/event-stream") else {
            if body == nil { body = ReplyBody(parts.flatMap(\.bytes)) }
            return
        }
        var stream = EventStream()
        for part in parts { stream.add(part.bytes, at: part.time) }
        stream.finish(at: parts.last?.time ?? 0)
        for event in stream.events where !Self.isEndMark(event.data) {
            chunks.append(Chunk(time: event.time, value: Self.json(event.data) ?? .null))
        }
    }

    private mutating func add(_ payload: Payload) {
        switch payload.key {
        case "attributes":
            guard let object = JSONValue(salvaging: payload.bytes)?.object else { break }
            if attributes.isEmpty {
                attributes = object
            } else {
                for member in object.members { attributes.set(member.name, member.value) }
            }
        case "request": request = JSONValue(salvaging: payload.bytes) ?? request
        case "response.head": head = JSONValue(salvaging: payload.bytes) ?? head
        case "response.body": body = ReplyBody(payload.bytes)
        case "chunk" where !Self.isEndMark(payload.bytes):
            chunks.append(Chunk(time: payload.time, value: Self.json(payload.bytes) ?? .null))
        case "error":
            error = Self.json(payload.bytes) ?? .string(String(decoding: payload.bytes, as: UTF8.self))
        case "events": events += JSONValue(salvaging: payload.bytes)?.array ?? []
        case "otlp": received = JSONValue(salvaging: payload.bytes) ?? received
        default: break
        }
    }

    /// `[DONE]`, which ends a stream of OpenAI's and carries nothing. Some recorders never see it.
    private static func isEndMark(_ bytes: [UInt8]) -> Bool {
        guard bytes.count < 32 else { return false }
        return bytes.filter { $0 > UInt8(ascii: " ") }.elementsEqual("[DONE]".utf8)
    }

    /// The object or array that the bytes hold; `nil` for other text.
    static func json(_ bytes: [UInt8]) -> JSONValue? {
        switch JSONValue(salvaging: bytes) {
        case .object(let object): .object(object)
        case .array(let elements) where !elements.isEmpty: .array(elements)
        default: nil
        }
    }
}
