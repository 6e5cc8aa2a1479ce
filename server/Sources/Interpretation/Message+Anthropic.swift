import JSON
import Model

extension Message {
    /// The instructions that stand beside the messages.
    static func system(anthropic value: JSONValue?) -> [Message] {
        let parts = Part.content(anthropic: value)
        return parts.isEmpty ? [] : [Message(role: "system", parts: parts)]
    }

    /// A message as it is sent. The results of tools stand in one of the user's among other things; each
    /// becomes a message of its own here.
    static func list(anthropic message: JSONValue) -> [Message] {
        let role = message["role"]?.string ?? "unknown"
        guard case .object = message else { return [Message(role: role, parts: Part.content(anthropic: message))] }
        var results: [Message] = []
        var rest: [Part] = []
        guard case .array(let blocks)? = message["content"] else {
            return [Message(role: role, parts: Part.content(anthropic: message["content"]))]
        }
        for block in blocks {
            if block["type"]?.string == "tool_result" {
                results.append(
                    Message(
                        role: "tool", parts: Part.content(anthropic: block["content"]),
                        toolCallID: block["tool_use_id"]?.string))
            } else {
                rest.append(Part(anthropic: block))
            }
        }
        return rest.isEmpty && !results.isEmpty ? results : results + [Message(role: role, parts: rest)]
    }
}

extension Message.Part {
    /// A text, or a list of blocks.
    static func content(anthropic content: JSONValue?) -> [Self] {
        switch content {
        case nil, .null: []
        case .string(let text): text.isEmpty ? [] : [.text(text)]
        case .array(let blocks): blocks.map { Self(anthropic: $0) }
        case let other?: [Self(anthropic: other)]
        }
    }

    /// One block of a content, known by its type.
    init(anthropic block: JSONValue) {
        let type = block["type"]?.string ?? "block"
        switch type {
        case "text":
            if let text = block["text"]?.string { self = .text(text); return }
        case "thinking":
            if let text = block["thinking"]?.string { self = .reasoning(text); return }
        case "tool_use", "server_tool_use", "mcp_tool_use":
            self = .toolCall(
                id: block["id"]?.string, name: block["name"]?.string ?? "", arguments: Self.text(block["input"]))
            return
        default:
            if let text = block.string { self = .text(text); return }
        }
        self = .other(kind: type, json: block.json)
    }
}
