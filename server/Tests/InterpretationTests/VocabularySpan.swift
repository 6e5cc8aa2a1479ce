import Interpretation
import JSON
import Model

/// A span as an SDK sent it, put together for a test.
struct VocabularySpan {
    static let start: Int64 = 1_790_000_000_000_000_000

    var span: Span
    var attributes: String
    var events = "[]"
    var received = "{}"

    /// - Parameter attributes: a JSON object.
    init(
        _ name: String, scope: String = "test", version: String = "1.0", status: SpanStatus = .ok,
        statusMessage: String = "", resource: String = #"{"service.name":"svc"}"#, events: String = "[]",
        _ attributes: String
    ) {
        span = Span(
            id: SpanID(1)!, traceID: TraceID(high: 1, low: 2), name: name, scope: scope,
            startTime: Self.start, endTime: Self.start + 5, status: status,
            process: RecordedProcess(processID: 1, resource: resource))
        self.attributes = attributes
        self.events = events
        received = #"{"scope_version":"\#(version)","status_message":"\#(statusMessage)"}"#
    }

    var meaning: Meaning {
        let payloads = [("attributes", attributes), ("events", events), ("otlp", received)].map {
            Payload(key: $0, mediaType: .json, time: Self.start, bytes: Array($1.utf8))
        }
        return Meaning(of: span, payloads)
    }
}

extension Meaning {
    /// Parameters by name, their values as JSON.
    var parameterTexts: [String: String] {
        Dictionary(parameters.map { ($0.name, $0.json) }) { $1 }
    }

    var metadataTexts: [String: String] { Dictionary(metadata.map { ($0.name, $0.json) }) { $1 } }

    var attributeNames: Set<String> { Set(attributes.map(\.name)) }

    /// Role and text of each message that was sent.
    var asked: [String] { input.map { "\($0.role): \($0.text)" } }

    var answered: [String] { output.map { "\($0.role): \($0.text)" } }
}
