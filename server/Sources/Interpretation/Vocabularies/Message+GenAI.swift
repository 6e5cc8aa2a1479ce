import JSON
import Model

extension Message {
    /// A message in either of two forms: with `parts`, as OpenTelemetry's conventions have it, or
    /// with `content`, as APIs do.
    init(described message: JSONValue, defaultRole: String) {
        guard let parts = message["parts"]?.array else {
            self.init(openAI: message, defaultRole: defaultRole)
            finishReason = message["finish_reason"]?.string
            return
        }
        // Some have what a tool answered under the role of the user.
        let isOfTool = !parts.isEmpty && parts.allSatisfy { $0["type"] == "tool_call_response" }
        self.init(
            role: isOfTool ? "tool" : message["role"]?.string ?? defaultRole, parts: parts.map(Part.genAI),
            name: message["name"]?.string,
            toolCallID: parts.lazy.filter { $0["type"] == "tool_call_response" }
                .compactMap { $0["id"]?.string }.first,
            finishReason: message["finish_reason"]?.string)
    }

    /// Messages of an attribute such as `gen_ai.input.messages`.
    static func genAI(_ value: JSONValue?, defaultRole: String) -> [Message] {
        switch value {
        case .array(let messages): messages.map { Message(described: $0, defaultRole: defaultRole) }
        case .string(let text) where !text.isEmpty: [Message(role: defaultRole, parts: [.text(text)])]
        case .object: [Message(described: value ?? .null, defaultRole: defaultRole)]
        default: []
        }
    }
}

extension Message.Part {
    /// A part as OpenTelemetry's conventions describe it.
    static func genAI(_ part: JSONValue) -> Self {
        switch part["type"]?.string {
        case "text": return text(in: part).map { .text($0) } ?? other(part)
        case "reasoning", "thinking": return text(in: part).map { .reasoning($0) } ?? other(part)
        case "refusal": return text(in: part).map { .refusal($0) } ?? other(part)
        case "tool_call":
            return .toolCall(
                id: part["id"]?.string, name: part["name"]?.string ?? "",
                arguments: text(part["arguments"]))
        case "tool_call_response":
            let response = part["response"] ?? part["result"] ?? .null
            return response.string.map { .text($0) } ?? other(part)
        default: return Self.part(part)
        }
    }

    private static func text(in part: JSONValue) -> String? {
        (part["content"] ?? part["text"])?.string
    }

    private static func other(_ part: JSONValue) -> Self {
        .other(kind: part["type"]?.string ?? "part", json: part.json)
    }
}
