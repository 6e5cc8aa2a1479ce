import JSON
import Model

/// Puts a message of a thread together, of its deltas or as it came whole.
struct ThreadMessageAssembly {
    private var whole: JSONValue = .null
    private var parts: [Int: Message.Part] = [:]

    /// A `thread.message` or a `thread.message.delta`.
    mutating func add(_ value: JSONValue) {
        guard let delta = value["delta"] else {
            whole = value
            return
        }
        for content in delta["content"]?.array ?? [] {
            let index = content["index"]?.int ?? 0
            let part = Self.part(content)
            switch (parts[index], part) {
            case (.text(let before)?, .text(let more)): parts[index] = .text(before + more)
            case (.refusal(let before)?, .refusal(let more)): parts[index] = .refusal(before + more)
            default: parts[index] = part
            }
        }
    }

    /// The message; nil for one of the user's, and where nothing of it has come.
    var message: Message? {
        let role = whole["role"]?.string ?? "assistant"
        guard role != "user" else { return nil }
        let all = whole["content"]?.array ?? []
        // Only a message that has ended has all of its content.
        let parts = all.isEmpty ? self.parts.sorted { $0.key < $1.key }.map(\.value) : all.map(Self.part)
        guard !parts.isEmpty else { return nil }
        return Message(role: role, parts: parts, finishReason: whole["incomplete_details"]?["reason"]?.string)
    }

    /// A text is an object with a value and with annotations, which are left out of the text.
    private static func part(_ content: JSONValue) -> Message.Part {
        if content["type"]?.string == "text", let text = content["text"], case .object = text {
            return .text(text["value"]?.string ?? "")
        }
        return Message.Part.part(content)
    }
}
