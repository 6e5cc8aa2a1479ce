import JSON
import Model
import Store

/// Spans as rows of a table.
enum SpanTable {
    static let columns: [String?] = [
        "trace_id", "span_id", "parent_id", "name", "scope", "title", "operation", "kind", "status",
        "start_time", "duration_ms", "provider", "requested_model", "model", "input_tokens",
        "output_tokens", "total_tokens", "cached_tokens", "reasoning_tokens", "cost_usd",
        "time_to_first_token_ms", "user", "session", "tags", "environment", "service", "program",
        "host", "error_type", "error_message", "input", "output",
    ]

    static func row(_ recorded: RecordedSpan) -> [String?] {
        let span = recorded.span
        let meaning = span.meaning
        let usage = meaning?.usage
        return [
            span.traceID.hex, span.id.hex, span.parentID?.hex, span.name, span.scope,
            meaning?.title ?? span.name, meaning?.operation.rawValue, "\(span.kind)",
            span.status.rawValue, RFC3339.text(span.startTime), span.duration.map(milliseconds),
            meaning?.provider, meaning?.requestedModel, meaning?.answeredModel,
            usage?.input.map(String.init), usage?.output.map(String.init), usage?.total.map(String.init),
            usage?.cachedInput.map(String.init), usage?.reasoning.map(String.init),
            meaning?.cost?.total.map { String($0) }, meaning?.timeToFirstToken.map(milliseconds),
            meaning?.user, meaning?.session, meaning?.tags.joined(separator: " "),
            meaning?.environment, span.process?.service, span.process?.program, span.process?.host,
            meaning?.error?.type, meaning?.error?.message,
            meaning.map { text($0.input) }, meaning.map { text($0.output) },
        ]
    }

    private static func milliseconds(_ nanoseconds: Int64) -> String {
        String(Double(nanoseconds) / 1_000_000)
    }

    private static func text(_ messages: [Message]) -> String {
        messages.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
