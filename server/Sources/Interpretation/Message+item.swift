import JSON
import Model

extension Message {
    /// An item of a response's input or output: a message, a call, a call's result, reasoning.
    init(item: JSONValue, defaultRole: String) {
        switch item["type"]?.string ?? "message" {
        case "message":
            self.init(openAI: item, defaultRole: defaultRole)
        case "function_call", "custom_tool_call":
            let part = Part.toolCall(
                id: item["call_id"]?.string ?? item["id"]?.string,
                name: item["name"]?.string ?? "",
                arguments: Part.text(item["arguments"] ?? item["input"]))
            self.init(role: "assistant", parts: [part])
        case "function_call_output", "custom_tool_call_output":
            let output = item["output"]
            self.init(role: "tool", parts: Part.content(output), toolCallID: item["call_id"]?.string)
        case "reasoning":
            let texts = (item["summary"]?.array ?? []) + (item["content"]?.array ?? [])
            self.init(
                role: "assistant",
                parts: texts.compactMap { $0["text"]?.string }.map { .reasoning($0) })
        case let kind:
            self.init(role: defaultRole, parts: [.other(kind: kind, json: item.json)])
        }
    }
}
