import JSON
import Model

/// Makes messages of values whose shape nobody declared.
enum Conversation {
    /// What went in: a list of messages, a request with such a list, a text, or any other value.
    static func input(_ value: JSONValue, isModelCall: Bool) -> [Message] {
        let list = value["messages"] ?? value["contents"] ?? value
        if let messages = messages(list, defaultRole: "user") {
            let instructions = (value["system"] ?? value["instructions"]).map {
                Message(role: "system", parts: Message.Part.content($0))
            }
            return (instructions.map { [$0] } ?? []) + messages
        }
        return single(value, role: isModelCall ? "user" : "input")
    }

    /// What came out: a reply with choices, messages, a text, or any other value.
    static func output(_ value: JSONValue, isModelCall: Bool) -> [Message] {
        if let choices = value["choices"]?.array, !choices.isEmpty {
            return choices.enumerated().map { position, choice in
                var message = Message(described: choice["message"] ?? choice, defaultRole: "assistant")
                message.choice = choice["index"]?.int ?? position
                message.finishReason = choice["finish_reason"]?.string
                return message
            }
        }
        if let items = value["output"]?.array, value["object"] == "response" {
            return items.map { Message(item: $0, defaultRole: "assistant") }
        }
        if let messages = messages(value["messages"] ?? value, defaultRole: "assistant") { return messages }
        return single(value, role: isModelCall ? "assistant" : "output")
    }

    /// What stands beside the messages of a request, such as tools.
    static func companions(_ value: JSONValue) -> [Meaning.Parameter] {
        guard value["messages"]?.array != nil else { return [] }
        return value.object?.parameters(except: ["messages", "model"]) ?? []
    }

    /// Messages, if that is what this is: an object with a role, or a list of some.
    private static func messages(_ value: JSONValue, defaultRole: String) -> [Message]? {
        switch value {
        case .array(let elements) where !elements.isEmpty && elements.allSatisfy(isMessage):
            elements.map { Message(described: $0, defaultRole: defaultRole) }
        case .object where isMessage(value): [Message(described: value, defaultRole: defaultRole)]
        default: nil
        }
    }

    private static func isMessage(_ value: JSONValue) -> Bool {
        guard value["role"]?.string != nil else { return false }
        return ["content", "parts", "tool_calls", "function_call", "refusal"].contains { value[$0] != nil }
    }

    private static func single(_ value: JSONValue, role: String) -> [Message] {
        switch value {
        case .null: []
        case .string(let text): [Message(role: role, parts: [.text(text)])]
        case let other: [Message(role: role, parts: [.other(kind: "value", json: other.json)])]
        }
    }
}
