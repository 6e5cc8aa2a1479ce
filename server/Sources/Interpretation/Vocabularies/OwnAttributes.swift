import JSON
import Model

/// What Martlet's own recorder notes of a span beside the call: `martlet.context`, and the arguments that
/// `martlet.langfuse.openai` takes.
enum OwnAttributes: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        meaning.traceName = facts.text("martlet.trace.name") ?? meaning.traceName
        if let tags = facts.take("martlet.tags"), meaning.tags.isEmpty {
            meaning.tags = tags.string.map { [$0] } ?? tags.texts
        }
        guard let metadata = facts.take("martlet.metadata") else { return }
        guard let members = metadata.object?.members else {
            return meaning.metadata.append(.init(name: "metadata", json: metadata.json))
        }
        for member in members { note(member.name, member.value, in: &meaning) }
    }

    /// The program's name for the span; nil if it gave none.
    static func name(_ facts: inout SpanFacts) -> String? { facts.text("martlet.name") }

    /// Programs that come from Langfuse may name user, session and tags in the metadata.
    private static func note(_ name: String, _ value: JSONValue, in meaning: inout Meaning) {
        switch name {
        case "langfuse_user_id": meaning.user = meaning.user ?? value.text
        case "langfuse_session_id": meaning.session = meaning.session ?? value.text
        case "langfuse_tags": if meaning.tags.isEmpty { meaning.tags = value.texts }
        default: meaning.metadata.append(.init(name: name, json: value.json))
        }
    }
}
