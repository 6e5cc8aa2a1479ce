import JSON
import Model

/// The attributes of Langfuse's SDKs: `langfuse.*`.
enum Langfuse: Vocabulary {
    private static let observation = "langfuse.observation."

    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.hasMembers("langfuse.") else { return }
        let isModelCall = meaning.operation.isModelCall
        if let input = facts.structure(observation + "input") {
            meaning.input = Conversation.input(input, isModelCall: isModelCall)
            meaning.parameters += Conversation.companions(input)
        }
        if let output = facts.structure(observation + "output") {
            meaning.output = Conversation.output(output, isModelCall: isModelCall)
        }
        readModel(&facts, into: &meaning)
        readNotes(&facts, into: &meaning)
    }

    private static func readModel(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        // One name for both: the reply's where there was one.
        if let model = facts.text(observation + "model.name") {
            if meaning.output.isEmpty { meaning.requestedModel = model } else { meaning.answeredModel = model }
        }
        if let parameters = facts.structure(observation + "model.parameters")?.object {
            meaning.parameters += parameters.parameters()
        }
        meaning.usage = TokenUsage(langfuse: facts.structure(observation + "usage_details"))
        meaning.cost = Cost(langfuse: facts.structure(observation + "cost_details"))
        if let text = facts.text(observation + "completion_start_time"),
            let time = ISOTime.nanoseconds(text.filter { $0 != "\"" })
        {
            let (elapsed, overflow) = time.subtractingReportingOverflow(facts.startTime)
            if !overflow { meaning.timeToFirstToken = max(0, elapsed) }
            meaning.isStream = true
        }
    }

    private static func readNotes(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        let level = facts.text(observation + "level")?.lowercased()
        if let level, level != "default" { meaning.level = level }
        if let message = facts.text(observation + "status_message") {
            if level == "error" {
                meaning.error = RecordedError(facts: facts, message: message)
            } else {
                meaning.metadata.append(.init(name: "status_message", json: JSONValue.string(message).json))
            }
        }
        if let name = facts.text("langfuse.trace.name") { meaning.traceName = name }
        if let tags = facts.take("langfuse.trace.tags")?.texts { meaning.tags = tags }
        meaning.version = facts.text("langfuse.version")
        let isQuoted = quotesMetadata(facts)
        for prefix in [observation + "metadata", "langfuse.trace.metadata"] {
            for (name, value) in facts.members(prefix) {
                let value = isQuoted ? unquoted(value) : value
                if name.isEmpty, let members = value.unpacked.object {
                    meaning.metadata += members.parameters()
                } else {
                    note(String(name.drop { $0 == "." }), value, in: &meaning)
                }
            }
        }
    }

    /// Before the SDK had attributes for them, people named user and session in the metadata.
    private static func note(_ name: String, _ value: JSONValue, in meaning: inout Meaning) {
        switch name {
        case "langfuse_user_id": meaning.user = meaning.user ?? value.text
        case "langfuse_session_id": meaning.session = meaning.session ?? value.text
        case "langfuse_tags": if meaning.tags.isEmpty { meaning.tags = value.texts }
        default:
            meaning.metadata.append(.init(name: name.isEmpty ? "metadata" : name, json: value.json))
        }
    }

    /// From version 5 on, the SDK writes every value of metadata as JSON.
    private static func quotesMetadata(_ facts: SpanFacts) -> Bool {
        guard facts.scope == "langfuse-sdk" else { return false }
        return facts.scopeVersion.prefix { $0 != "." }.wholeNumber.map { $0 >= 5 } ?? false
    }

    private static func unquoted(_ value: JSONValue) -> JSONValue {
        value.string.flatMap { try? JSONValue(parsing: Array($0.utf8)) } ?? value
    }
}

extension Substring {
    fileprivate var wholeNumber: Int? { Int(self) }
}
