import JSON
import Model

/// Puts the chunks of a streamed chat completion together, each choice for itself.
struct ChatStreamAssembly {
    private var choices: [Int: ChatChoiceAssembly] = [:]

    mutating func add(_ chunk: JSONValue) {
        for choice in chunk["choices"]?.array ?? [] {
            choices[choice["index"]?.int ?? 0, default: ChatChoiceAssembly()].add(choice)
        }
    }

    /// One message for each choice, in the order of their numbers.
    var messages: [Message] {
        choices.sorted { $0.key < $1.key }.map { $0.value.message(choice: $0.key) }
    }

    /// Whether a chunk carries something of an answer, and not only a role, usage or an end.
    static func carriesContent(_ chunk: JSONValue) -> Bool {
        (chunk["choices"]?.array ?? []).contains { choice in
            var assembly = ChatChoiceAssembly()
            assembly.add(choice)
            return assembly.hasContent
        }
    }
}
