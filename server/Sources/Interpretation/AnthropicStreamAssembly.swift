import JSON
import Model

/// Puts the events of a streamed message together; a message that came whole is one event.
struct AnthropicStreamAssembly {
    private(set) var id: String?
    private(set) var model: String?
    /// Later counts over earlier ones: they count up.
    private(set) var usage = JSONObject()
    private var role = "assistant"
    private var stopReason: String?
    private var blocks: [Int: Block] = [:]
    private var hasMessage = false

    /// One block of the content, as it began and with what was added to it.
    private struct Block {
        var start: JSONValue
        var text = ""

        var part: Message.Part {
            guard !text.isEmpty else { return Message.Part(anthropic: start) }
            return switch start["type"]?.string {
            case "text": .text((start["text"]?.string ?? "") + text)
            case "thinking": .reasoning((start["thinking"]?.string ?? "") + text)
            case "tool_use", "server_tool_use", "mcp_tool_use":
                .toolCall(id: start["id"]?.string, name: start["name"]?.string ?? "", arguments: text)
            default: .text(text)
            }
        }
    }

    mutating func add(_ event: JSONValue) {
        switch event["type"]?.string {
        case "message_start": add(message: event["message"] ?? .null)
        case "content_block_start":
            blocks[event["index"]?.int ?? blocks.count] = Block(start: event["content_block"] ?? .null)
        case "content_block_delta":
            guard let text = Self.text(of: event) else { return }
            blocks[event["index"]?.int ?? 0, default: Block(start: .null)].text += text
        case "message_delta":
            stopReason = event["delta"]?["stop_reason"]?.string ?? stopReason
            note(usage: event["usage"])
        default: break
        }
    }

    /// A whole message, or the beginning of one.
    mutating func add(message: JSONValue) {
        guard message["type"]?.string == "message" || message["content"]?.array != nil else { return }
        hasMessage = true
        id = message["id"]?.string ?? id
        model = message["model"]?.string ?? model
        role = message["role"]?.string ?? role
        stopReason = message["stop_reason"]?.string ?? stopReason
        for (index, block) in (message["content"]?.array ?? []).enumerated() { blocks[index] = Block(start: block) }
        note(usage: message["usage"])
    }

    /// The answer; nil if none has begun.
    var answer: Message? {
        guard hasMessage || !blocks.isEmpty else { return nil }
        return Message(
            role: role, parts: blocks.sorted { $0.key < $1.key }.map(\.value.part), finishReason: stopReason)
    }

    /// Whether an event carries something of an answer.
    static func carriesContent(_ event: JSONValue) -> Bool {
        if let text = text(of: event) { return !text.isEmpty }
        guard event["type"]?.string == "content_block_start", let block = event["content_block"] else { return false }
        return switch block["type"]?.string {
        case "text": block["text"]?.string?.isEmpty == false
        case "thinking": block["thinking"]?.string?.isEmpty == false
        case nil: false
        default: true
        }
    }

    private static func text(of event: JSONValue) -> String? {
        guard event["type"]?.string == "content_block_delta", let delta = event["delta"] else { return nil }
        return delta["text"]?.string ?? delta["thinking"]?.string ?? delta["partial_json"]?.string
    }

    private mutating func note(usage: JSONValue?) {
        for member in usage?.object?.members ?? [] where !member.value.isNull {
            self.usage.set(member.name, member.value)
        }
    }
}
