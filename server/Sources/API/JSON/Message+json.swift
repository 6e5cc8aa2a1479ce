import JSON
import Model

extension Message {
    var json: JSONValue {
        [
            "role": .string(role), "parts": .array(parts.map(\.json)), "name": .optional(name),
            "tool_call_id": .optional(toolCallID), "choice": .optional(choice),
            "finish_reason": .optional(finishReason),
        ]
    }
}

extension Message.Part {
    /// `type` says which of the other members there are.
    var json: JSONValue {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .refusal(let text): ["type": "refusal", "text": .string(text)]
        case .reasoning(let text): ["type": "reasoning", "text": .string(text)]
        case .toolCall(let id, let name, let arguments):
            [
                "type": "tool_call", "id": .optional(id), "name": .string(name),
                "arguments": .string(arguments),
            ]
        case .other(let kind, let json):
            ["type": "other", "kind": .string(kind), "json": .string(json)]
        }
    }
}
