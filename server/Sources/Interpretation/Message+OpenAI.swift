import JSON
import Model

extension Message {
    /// A message as chat completions send and answer it.
    init(openAI message: JSONValue, defaultRole: String) {
        self.init(
            role: message["role"]?.string ?? defaultRole,
            parts: [],
            name: message["name"]?.string,
            toolCallID: message["tool_call_id"]?.string)
        guard case .object = message else {
            if !message.isNull { parts = Part.content(message) }
            return
        }
        if let text = Self.reasoning(in: message) { parts.append(.reasoning(text)) }
        parts += Part.content(message["content"])
        if let text = message["refusal"]?.string, !text.isEmpty { parts.append(.refusal(text)) }
        parts += (message["tool_calls"]?.array ?? []).map(Part.toolCall)
        if let call = message["function_call"], !call.isNull {
            parts.append(Part.toolCall(["function": call]))
        }
        if let audio = message["audio"], !audio.isNull {
            parts.append(.other(kind: "audio", json: audio.json))
        }
        if let annotations = message["annotations"]?.array, !annotations.isEmpty {
            parts.append(.other(kind: "annotations", json: JSONValue.array(annotations).json))
        }
        // No message at all, such as what a recorder writes of a value that it cannot take apart.
        if parts.isEmpty, message["role"] == nil, message.object?.isEmpty == false {
            parts.append(.other(kind: "message", json: message.json))
        }
    }

    /// The model's reasoning. Those who show it call it the one or the other, and some send both
    /// with the same text.
    static func reasoning(in message: JSONValue) -> String? {
        [message["reasoning_content"], message["reasoning"]].lazy
            .compactMap { $0?.string }.first { !$0.isEmpty }
    }
}
