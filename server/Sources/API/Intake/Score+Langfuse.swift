import JSON
import Model
import Store

extension Score {
    /// A score as Langfuse's SDKs send it.
    ///
    /// - Parameter now: its time, if it says none.
    init(langfuse fields: JSONValue, now: Int64) throws(RequestError) {
        guard case .object = fields else { throw .badRequest("a score is an object") }
        func text(_ name: String) -> String? {
            fields[name]?.text.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let name = text("name") else { throw .badRequest("the score has no name") }
        let trace = try Self.trace(text("traceId"))
        let session = text("sessionId") ?? text("datasetRunId")
        guard trace != nil || session != nil else {
            throw .badRequest("the score \"\(name)\" is of no trace and of no session")
        }
        var span: SpanID?
        if let digits = text("observationId") {
            // On the whole trace it would say something else.
            span = SpanID(hex: digits)
            guard span != nil else {
                throw .badRequest("the observation id \"\(digits.prefix(64))\" does not have 16 hexadecimal digits")
            }
        }
        let value = try Self.value(fields["value"], type: text("dataType"), name: name)
        let metadata = fields["metadata"].flatMap { $0.isNull ? nil : $0.json }
        self.init(
            // Without an id of its own, the same score of the same thing replaces the one before.
            id: text("id") ?? [trace?.hex, text("observationId"), session, name].compactMap { $0 }.joined(separator: "-"),
            name: name, value: value, trace: trace,
            span: span, session: session,
            comment: text("comment"), environment: text("environment"), metadata: metadata,
            time: text("timestamp").flatMap(Timestamp.nanoseconds(parsing:)) ?? now)
    }

    /// Older SDKs name traces by UUIDs.
    private static func trace(_ text: String?) throws(RequestError) -> TraceID? {
        guard let text else { return nil }
        guard let trace = TraceID(hex: text.filter { $0 != "-" }) else {
            throw .badRequest("the trace id \"\(text.prefix(64))\" does not have 32 hexadecimal digits")
        }
        return trace
    }

    private static func value(
        _ value: JSONValue?, type: String?, name: String
    ) throws(RequestError) -> Value {
        switch (value, type) {
        case (.bool(let value), nil), (.bool(let value), "BOOLEAN"): return .bool(value)
        case (.number(let number), "BOOLEAN"):
            if let value = number.double, value == 0 || value == 1 { return .bool(value == 1) }
        case (.number(let number), nil), (.number(let number), "NUMERIC"):
            if let value = number.double { return .number(value) }
        case (.string(let text), "TEXT"), (.string(let text), "CORRECTION"): return .text(text)
        case (.string(let text), nil), (.string(let text), "CATEGORICAL"): return .category(text)
        default: break
        }
        throw .badRequest(
            """
            the score "\(name.prefix(64))" has no value of the type that it names: NUMERIC is a number, BOOLEAN 0, 1 or a truth, \
            CATEGORICAL, TEXT and CORRECTION a text
            """)
    }
}

extension JSONValue {
    /// A text; of a number, its digits.
    var text: String? { string ?? number?.text }
}
