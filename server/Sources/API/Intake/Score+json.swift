import JSON
import Model
import Store

extension Score {
    var json: JSONValue {
        var object = JSONObject([("id", .string(id)), ("name", .string(name))])
        switch value {
        case .number(let value):
            object.set("type", "number")
            object.set("value", JSONNumber(value).map(JSONValue.number) ?? .null)
        case .bool(let value):
            object.set("type", "bool")
            object.set("value", .bool(value))
        case .category(let text):
            object.set("type", "category")
            object.set("value", .string(text))
        case .text(let text):
            object.set("type", "text")
            object.set("value", .string(text))
        }
        object.set("trace_id", .optional(trace?.hex))
        object.set("span_id", .optional(span?.hex))
        object.set("session", .optional(session))
        object.set("comment", .optional(comment))
        object.set("environment", .optional(environment))
        object.set("metadata", metadata.flatMap { JSONValue(salvaging: Array($0.utf8)) } ?? .null)
        object.set(time: "time", time)
        return .object(object)
    }

    /// A score as ``json`` has it; of its members only `name`, `value` and one of `trace_id` and
    /// `session` are needed.
    ///
    /// - Parameter now: its time, if it says none.
    init(json: JSONValue, now: Int64) throws(RequestError) {
        guard let object = json.object else { throw .badRequest("a score is an object") }
        func text(_ name: String) throws(RequestError) -> String? {
            guard let value = object[name], !value.isNull else { return nil }
            guard let text = value.string, !text.isEmpty else {
                throw .invalidParameter(name, "it must be a text that is not empty")
            }
            return text
        }
        for member in object.members where !Self.members.contains(member.name) {
            throw .invalidParameter(member.name, "a score has no such member")
        }
        guard let name = try text("name") else { throw .invalidParameter("name", "it is missing") }
        var trace: TraceID?
        if let digits = try text("trace_id") {
            trace = TraceID(hex: digits)
            guard trace != nil else {
                throw .invalidParameter("trace_id", "it must have 32 hexadecimal digits")
            }
        }
        var span: SpanID?
        if let digits = try text("span_id") {
            span = SpanID(hex: digits)
            guard span != nil, trace != nil else {
                throw .invalidParameter("span_id", "it must have 16 hexadecimal digits, and goes with a trace_id")
            }
        }
        let session = try text("session")
        guard trace != nil || session != nil else {
            throw .invalidParameter("trace_id", "a score is of a trace or of a session")
        }
        var time = now
        if let written = try text("time") {
            guard let found = Timestamp.nanoseconds(parsing: written) else { throw .noTime("time") }
            time = found
        }
        self.init(
            // Without an id of its own, the same score of the same thing replaces the one before.
            id: try text("id")
                ?? [trace?.hex, span?.hex, session, name].compactMap { $0 }.joined(separator: "-"),
            name: name, value: try Self.value(object["value"], type: try text("type")), trace: trace,
            span: span, session: session, comment: try text("comment"),
            environment: try text("environment"),
            metadata: object["metadata"].flatMap { $0.isNull ? nil : $0.json }, time: time)
    }

    private static let members: Set<String> = [
        "id", "name", "type", "value", "trace_id", "span_id", "session", "comment", "environment",
        "metadata", "time", "time_unix_nano",
    ]

    private static func value(_ value: JSONValue?, type: String?) throws(RequestError) -> Value {
        switch (value, type) {
        case (.bool(let value), nil), (.bool(let value), "bool"): return .bool(value)
        case (.number(let number), nil), (.number(let number), "number"):
            if let value = number.double { return .number(value) }
        case (.string(let text), "text"): return .text(text)
        case (.string(let text), nil), (.string(let text), "category"): return .category(text)
        default: break
        }
        throw .invalidParameter(
            "value", "it must be a number, a truth or a text, and of the type that is named: number, bool, category or text")
    }
}
