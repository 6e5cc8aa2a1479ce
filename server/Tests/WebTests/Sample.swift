import Model
import Web

/// Traces to make pages of.
enum Sample {
    static let now: Int64 = 1_795_238_218_123_456_789
    static let traceID = TraceID(high: 0xABCD, low: 0x1234)
    static let hostile = "<script>alert(1)</script>\"'><b>&amp;&lt; onload=x javascript:alert(2) مرحبا 👩‍👩‍👧"

    static func span(_ id: UInt64, parent: UInt64? = nil, name: String = "work", start: Int64 = 0, end: Int64? = 1_000_000_000, status: SpanStatus = .ok) -> Span {
        Span(
            id: SpanID(id)!, traceID: traceID, parentID: parent.flatMap { SpanID($0) }, name: name, scope: "test",
            startTime: now - 5_000_000_000 + start, endTime: end.map { now - 5_000_000_000 + $0 }, status: status, threadID: 7)
    }

    /// A streamed chat with all that a meaning can have; every text of it is this one.
    static func chat(_ text: String, status: SpanStatus = .ok) -> Span {
        var meaning = Meaning(title: "chat \(text)", operation: .chat)
        meaning.provider = text
        meaning.baseURL = text
        meaning.requestedModel = text
        meaning.answeredModel = text
        meaning.input = [
            Message(role: "system", parts: [.text(text)]),
            Message(role: text, parts: [.text(text), .other(kind: text, json: text)], name: text),
            Message(role: "tool", parts: [.text(text)], toolCallID: text),
        ]
        meaning.output = [
            Message(
                role: "assistant",
                parts: [.reasoning(text), .text(text), .refusal(text), .toolCall(id: text, name: text, arguments: text)],
                choice: 0, finishReason: text),
            Message(role: "assistant", parts: [], choice: 1),
        ]
        meaning.parameters = [.init(name: text, json: text), .init(name: "short", json: "0.20")]
        meaning.attributes = [.init(name: text, json: text)]
        meaning.usage = TokenUsage(input: 12345, output: 678, total: 13023, cachedInput: 1024, reasoning: 99)
        meaning.isStream = true
        meaning.chunkCount = 42
        meaning.timeToFirstToken = 250_000_000
        meaning.responseID = text
        meaning.requestID = text
        meaning.httpStatus = 200
        meaning.retries = 2
        meaning.error = RecordedError(type: text, message: text, status: 429, requestID: text)
        var span = span(1, name: text, status: status)
        span.scope = text
        span.process = RecordedProcess(
            processID: 99, program: text, executable: text, runtime: text, host: text, service: text)
        span.meaning = meaning
        return span
    }

    static func payloads(_ text: String) -> [Payload] {
        [
            Payload(key: "request", mediaType: .json, time: now, bytes: Array("{\"a\":1}".utf8), isCut: true),
            Payload(key: text, mediaType: .json, time: now, bytes: Array(text.utf8)),
            Payload(key: "response.body", mediaType: .text, time: .min, bytes: Array(text.utf8), isComplete: false),
            Payload(key: "blob", mediaType: .bytes, time: .max, bytes: [0, 0xFF, 0x3C]),
            Payload(key: "chunk", mediaType: .json, time: now, bytes: Array(text.utf8) + [0xFF, 0xC3]),
        ]
    }

    static func summary(_ text: String = "work", status: SpanStatus = .ok, spanCount: Int = 1) -> TraceSummary {
        TraceSummary(
            id: traceID, title: text, startTime: now - 5_000_000_000, duration: status == .running ? nil : 1_000_000_000,
            status: status, spanCount: spanCount, models: [text], usage: TokenUsage(input: 12345, output: 678),
            inputPreview: text, outputPreview: text)
    }

    static func page(_ spans: [Span], payloads: [SpanID: [Payload]] = [:], focus: UInt64? = nil) -> TracePage {
        TracePage(
            summary: summary(status: spans.contains { $0.status == .running } ? .running : .ok, spanCount: spans.count),
            spans: spans, payloads: payloads, focus: focus.flatMap { SpanID($0) }, now: now)
    }
}
