import JSON
import Model

/// The attributes of Traceloop's own spans, of workflows, tasks, agents and tools: `traceloop.*`.
enum Traceloop: Vocabulary {
    private static let association = "traceloop.association.properties."

    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.hasMembers("traceloop.") else { return }
        if let input = facts.structure("traceloop.entity.input"), meaning.input.isEmpty {
            meaning.input = Conversation.input(input, isModelCall: false)
        }
        if let output = facts.structure("traceloop.entity.output"), meaning.output.isEmpty {
            meaning.output = Conversation.output(output, isModelCall: false)
        }
        if let name = facts.text("traceloop.workflow.name") {
            meaning.traceName = meaning.traceName ?? name
        }
        if let version = facts.text("traceloop.entity.version") {
            meaning.version = meaning.version ?? version
        }
        for (name, value) in facts.members(association) {
            switch name {
            case "user_id" where meaning.user == nil: meaning.user = value.text
            case "session_id" where meaning.session == nil, "chat_id" where meaning.session == nil:
                meaning.session = value.text
            default: meaning.metadata.append(.init(name: name, json: value.json))
            }
        }
    }
}
