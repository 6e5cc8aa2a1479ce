import JSON
import Model

/// Messages as Traceloop's instrumentations (OpenLLMetry) number them: `gen_ai.prompt.0.role`.
enum TraceloopMessages: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        let input = messages(&facts, "gen_ai.prompt.", defaultRole: "user")
        let output = messages(&facts, "gen_ai.completion.", defaultRole: "assistant")
        if meaning.input.isEmpty { meaning.input = input }
        if meaning.output.isEmpty {
            meaning.output = output
            for position in output.indices where output.count > 1 {
                meaning.output[position].choice = position
            }
        }
        let functions = AttributeTree.elements(facts.members("llm.request.functions."))
        if !functions.isEmpty { meaning.parameters.append(tools(functions)) }
    }

    private static func messages(
        _ facts: inout SpanFacts, _ prefix: String, defaultRole: String
    ) -> [Message] {
        AttributeTree.elements(facts.members(prefix)).map { element in
            var message = Message(
                role: element.value("role")?.string ?? defaultRole,
                parts: Message.Part.content(element.value("content")?.unpacked),
                toolCallID: element.value("tool_call_id")?.string,
                finishReason: element.value("finish_reason")?.string)
            if let text = element.value("refusal")?.string { message.parts.append(.refusal(text)) }
            for call in element["tool_calls"]?.elements ?? [] {
                message.parts.append(
                    .toolCall(
                        id: call.value("id")?.string, name: call.value("name")?.string ?? "",
                        arguments: Message.Part.text(call.value("arguments"))))
            }
            return message
        }
    }

    private static func tools(_ functions: [AttributeTree]) -> Meaning.Parameter {
        let tools = functions.map { function in
            JSONValue.object(
                JSONObject(
                    ["name", "description", "parameters"].compactMap { name in
                        function.value(name)?.unpacked.isNull == false
                            ? (name, function.value(name)!.unpacked) : nil
                    }))
        }
        return .init(name: "tools", json: JSONValue.array(tools).json)
    }
}
