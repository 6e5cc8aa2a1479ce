import Model

/// Messages that came by themselves, in an event or a log record each.
///
/// They are read behind what tells of a whole conversation: one of them may be all that came of many, and would stand for all.
enum SingleMessages: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard !facts.events.isEmpty else { return }
        let (input, output) = GenAIEvents.messages(facts, areSingle: true)
        // Instructions may be told apart from the messages, and are no conversation.
        if meaning.input.allSatisfy(\.isInstruction) {
            if input.contains(where: \.isInstruction) { meaning.input = [] }
            meaning.input += input
        }
        if meaning.output.isEmpty { meaning.output = output }
    }
}

extension Message {
    fileprivate var isInstruction: Bool { role == "system" }
}
