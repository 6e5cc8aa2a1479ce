import JSON
import Model

extension Message.Part {
    /// A message's content: a text, a list of parts, or nothing.
    static func content(_ content: JSONValue?) -> [Self] {
        switch content {
        case nil, .null: []
        case .string(let text): text.isEmpty ? [] : [.text(text)]
        case .array(let parts): parts.map(part)
        case let other?: [part(other)]
        }
    }

    /// One part of a content, known by its type.
    static func part(_ part: JSONValue) -> Self {
        if let text = part.string { return .text(text) }
        let type = part["type"]?.string ?? "part"
        switch type {
        case "text", "input_text", "output_text", "summary_text":
            if let text = part["text"]?.string { return .text(text) }
        case "refusal":
            if let text = part["refusal"]?.string { return .refusal(text) }
        case "reasoning_text":
            if let text = part["text"]?.string { return .reasoning(text) }
        case "tool-call":
            // As Vercel's AI SDK has it.
            if let name = part["toolName"]?.string {
                let arguments = text(part["input"] ?? part["args"])
                return .toolCall(id: part["toolCallId"]?.string, name: name, arguments: arguments)
            }
        default: break
        }
        return .other(kind: type, json: part.json)
    }

    /// A tool call: `{"id", "function": {"name", "arguments"}}`, or with `custom` and `input`.
    static func toolCall(_ call: JSONValue) -> Self {
        guard let function = call["function"] ?? call["custom"], case .object = function else {
            return .other(kind: call["type"]?.string ?? "tool_call", json: call.json)
        }
        return .toolCall(
            id: call["id"]?.string,
            name: function["name"]?.string ?? "",
            arguments: text(function["arguments"] ?? function["input"]))
    }

    /// Arguments are a text that normally holds JSON; some servers send the JSON itself.
    static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): text
        case let value?: value.json
        }
    }
}
