import JSON
import Model

/// Puts the deltas of one choice together.
struct ChatChoiceAssembly {
    private var role: String?
    private var content = ""
    private var refusal = ""
    private var reasoning = ""
    private var toolCalls = ToolCallAssembly()
    /// The one call that the API had before it had tools.
    private var functionCall = ToolCallAssembly()
    private var audio = AudioAssembly()
    private var others: [Message.Part] = []
    private var finishReason: String?

    mutating func add(_ choice: JSONValue) {
        if let reason = choice["finish_reason"]?.string { finishReason = reason }
        // Some servers send the whole message in the last chunk of a stream, or as its only one.
        guard let delta = choice["delta"] ?? (hasContent ? nil : choice["message"]) else { return }
        if let role = delta["role"]?.string, !role.isEmpty { self.role = role }
        for part in Message.Part.content(delta["content"]) { add(part) }
        refusal += delta["refusal"]?.string ?? ""
        reasoning += Message.reasoning(in: delta) ?? ""
        for call in delta["tool_calls"]?.array ?? [] { toolCalls.add(call) }
        if let call = delta["function_call"], case .object = call {
            functionCall.add(["index": 0, "function": call])
        }
        if let audio = delta["audio"] { self.audio.add(audio) }
        if let annotations = delta["annotations"]?.array, !annotations.isEmpty {
            others.append(.other(kind: "annotations", json: JSONValue.array(annotations).json))
        }
    }

    private mutating func add(_ part: Message.Part) {
        switch part {
        case .text(let text): content += text
        case .refusal(let text): refusal += text
        case .reasoning(let text): reasoning += text
        case .toolCall, .other: others.append(part)
        }
    }

    /// Whether anything of an answer has come.
    var hasContent: Bool {
        !(content.isEmpty && refusal.isEmpty && reasoning.isEmpty && toolCalls.isEmpty
            && functionCall.isEmpty && audio.isEmpty && others.isEmpty)
    }

    func message(choice: Int) -> Message {
        var parts: [Message.Part] = []
        if !reasoning.isEmpty { parts.append(.reasoning(reasoning)) }
        if !content.isEmpty { parts.append(.text(content)) }
        if !refusal.isEmpty { parts.append(.refusal(refusal)) }
        parts += toolCalls.parts + functionCall.parts + audio.parts + others
        return Message(role: role ?? "assistant", parts: parts, choice: choice, finishReason: finishReason)
    }
}
