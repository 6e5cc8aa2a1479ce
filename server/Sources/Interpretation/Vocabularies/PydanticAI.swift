import JSON
import Model

/// What PydanticAI says of the run of an agent: all messages of it in one list, and what it came to.
enum PydanticAI: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        // Instructions may be known already; they are not among the messages.
        guard meaning.operation == .agent, meaning.output.isEmpty,
            meaning.input.allSatisfy({ $0.role == "system" }),
            let list = facts.structure("pydantic_ai.all_messages", "all_messages_events")
        else { return }
        var messages = Message.genAI(list, defaultRole: "user")
        var output: [Message] = []
        if let last = messages.last, last.role == "assistant" {
            output = [last]
            messages.removeLast()
        }
        // An answer that was asked for in a form of its own is no message.
        if let result = facts.structure("final_result") {
            let isSaid = output.first?.parts.contains { part in
                if case .text(let text) = part { return result == .string(text) }
                return false
            }
            if isSaid != true {
                messages += output
                output = Conversation.output(result, isModelCall: true)
            }
        }
        meaning.input += messages
        meaning.output = output
    }
}
