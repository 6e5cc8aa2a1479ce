import JSON
import Model

/// For whom and where a program ran: attributes that several vocabularies share, and those of the
/// resource.
enum SpanContext: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        if let user = facts.text("user.id", "langfuse.user.id", "enduser.id") {
            meaning.user = meaning.user ?? user
        }
        if let session = facts.text("session.id", "langfuse.session.id") {
            meaning.session = meaning.session ?? session
        }
        if let tags = facts.take("tag.tags")?.texts, meaning.tags.isEmpty { meaning.tags = tags }
        if facts.peek("metadata")?.unpacked.object != nil,
            let metadata = facts.structure("metadata")?.object
        {
            meaning.metadata += metadata.parameters()
        }
        meaning.environment =
            facts.text("langfuse.environment", "deployment.environment.name")
            ?? text(
                facts.resource, "langfuse.environment", "deployment.environment.name",
                "deployment.environment")
        meaning.release = facts.text("langfuse.release") ?? text(facts.resource, "langfuse.release")
        meaning.version = meaning.version ?? text(facts.resource, "service.version")
    }

    private static func text(_ object: JSONObject, _ names: String...) -> String? {
        object.isEmpty ? nil : names.lazy.compactMap { object[$0]?.string }.first { !$0.isEmpty }
    }
}
