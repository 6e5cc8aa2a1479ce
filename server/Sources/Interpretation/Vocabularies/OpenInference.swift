import JSON
import Model

/// The attributes of OpenInference: `llm.*`, `input.value`, `embedding.*`, `openinference.*`.
enum OpenInference: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        readMessages(&facts, into: &meaning)
        readModel(&facts, into: &meaning)
        readUsage(&facts, into: &meaning)
        if let documents = documents(&facts), meaning.output.isEmpty { meaning.output = documents }
        readTool(&facts, into: &meaning)
    }

    /// Messages that are taken apart before the same ones as JSON.
    private static func readMessages(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        let isModelCall = meaning.operation.isModelCall
        var input = AttributeTree.elements(facts.members("llm.input_messages."))
            .map { Message(openInference: $0, defaultRole: "user") }
        var output = AttributeTree.elements(facts.members("llm.output_messages."))
            .map { Message(openInference: $0, defaultRole: "assistant") }
        let inputValue = value("input.value", type: "input.mime_type", &facts)
        let outputValue = value("output.value", type: "output.mime_type", &facts)
        if input.isEmpty, let inputValue {
            input = Conversation.input(inputValue, isModelCall: isModelCall)
        }
        if output.isEmpty, let outputValue {
            output = Conversation.output(outputValue, isModelCall: isModelCall)
        }
        if let reason = facts.text("llm.finish_reason"), output.count == 1 {
            output[0].finishReason = output[0].finishReason ?? reason
        }
        if meaning.operation == .embeddings { readEmbeddings(&facts, &input, &output) }
        if meaning.input.isEmpty { meaning.input = input }
        if meaning.output.isEmpty { meaning.output = output }
    }

    /// `input.value` or `output.value`: JSON if its type says so or it looks like it.
    private static func value(_ name: String, type: String, _ facts: inout SpanFacts) -> JSONValue? {
        facts.text(type) == "text/plain" ? facts.take(name) : facts.structure(name)
    }

    /// Texts that were embedded; the vectors are numbers that nobody reads.
    private static func readEmbeddings(
        _ facts: inout SpanFacts, _ input: inout [Message], _ output: inout [Message]
    ) {
        let embeddings = AttributeTree.elements(facts.members("embedding.embeddings."))
        let texts = embeddings.compactMap { $0.value("embedding", "text")?.string }
        if !texts.isEmpty { input = texts.map { Message(role: "user", parts: [.text($0)]) } }
        if !embeddings.isEmpty { output = [] }
    }

    private static func readModel(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.mayHaveMembers("llm.") || facts.mayHaveMembers("embedding.") || facts.mayHaveMembers("reranker.")
        else { return }
        if let provider = facts.text("llm.provider", "llm.system") {
            meaning.provider = meaning.provider ?? provider
        }
        let invocation = facts.structure("llm.invocation_parameters", "embedding.invocation_parameters")
        let requested = facts.text("llm.request.model_name") ?? invocation?["model"]?.string
        meaning.requestedModel = meaning.requestedModel ?? requested
        if let model = facts.text("llm.response.model_name", "llm.model_name", "embedding.model_name", "reranker.model_name") {
            meaning.answeredModel = meaning.answeredModel ?? model
        }
        let knowsParameters = !meaning.parameters.isEmpty
        if let parameters = invocation?.object, !knowsParameters {
            meaning.parameters = parameters.parameters(except: ["model"])
        }
        let tools = AttributeTree.elements(facts.members("llm.tools."))
            .compactMap { $0.value("tool", "json_schema")?.unpacked }
        // What was sent may have them too.
        if !tools.isEmpty, !knowsParameters, invocation?["tools"] == nil {
            meaning.parameters.append(.init(name: "tools", json: JSONValue.array(tools).json))
        }
    }

    private static func readUsage(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.mayHaveMembers("llm.") else { return }
        let usage = TokenUsage(
            input: facts.count("llm.token_count.prompt"),
            output: facts.count("llm.token_count.completion"),
            total: facts.count("llm.token_count.total"),
            cachedInput: facts.count("llm.token_count.prompt_details.cache_read"),
            reasoning: facts.count("llm.token_count.completion_details.reasoning"))
        if meaning.usage == nil, usage != TokenUsage() { meaning.usage = usage }
        let cost = Cost(
            input: facts.take("llm.cost.prompt")?.number?.double,
            output: facts.take("llm.cost.completion")?.number?.double,
            total: facts.take("llm.cost.total")?.number?.double)
        if meaning.cost == nil, cost != Cost() { meaning.cost = cost }
    }

    /// What a retriever or a reranker found.
    private static func documents(_ facts: inout SpanFacts) -> [Message]? {
        let found =
            facts.members("retrieval.documents.") + facts.members("reranker.output_documents.")
        let messages = AttributeTree.elements(found).compactMap { element -> Message? in
            guard let text = element.value("document", "content")?.text else { return nil }
            return Message(role: "document", parts: [.text(text)], name: element.value("document", "id")?.text)
        }
        return messages.isEmpty ? nil : messages
    }

    private static func readTool(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard meaning.operation == .tool else { return }
        if let parameters = facts.structure("tool.parameters"), meaning.input.isEmpty {
            meaning.input = Conversation.input(parameters, isModelCall: false)
        }
    }
}

extension Message {
    /// One message of `llm.input_messages` or `llm.output_messages`.
    init(openInference element: AttributeTree, defaultRole: String) {
        let message = element["message"] ?? AttributeTree()
        self.init(
            role: message.value("role")?.string ?? defaultRole,
            parts: Part.content(message.value("content")), name: message.value("name")?.string,
            toolCallID: message.value("tool_call_id")?.string)
        for content in message["contents"]?.elements ?? [] {
            if let part = content["message_content"].flatMap(Part.init(openInference:)) { parts.append(part) }
        }
        for call in message["tool_calls"]?.elements ?? [] {
            let call = call["tool_call"]
            parts.append(
                .toolCall(
                    id: call?.value("id")?.string,
                    name: call?.value("function", "name")?.string ?? "",
                    arguments: Part.text(call?.value("function", "arguments"))))
        }
        if let name = message.value("function_call_name")?.string {
            let arguments = Part.text(message.value("function_call_arguments_json"))
            parts.append(.toolCall(id: nil, name: name, arguments: arguments))
        }
    }
}

extension Message.Part {
    /// `nil` for what says its type alone, as a call of a tool that stands among the calls.
    fileprivate init?(openInference content: AttributeTree) {
        let type = content.value("type")?.string ?? "text"
        if let text = content.value("text")?.string {
            self = type == "reasoning" ? .reasoning(text) : .text(text)
        } else if content.count < 2 {
            return nil
        } else {
            let url = content["image"]?.value("image", "url") ?? content.value("image", "url") ?? .null
            self = .other(kind: type, json: JSONValue.object(JSONObject([("url", url)])).json)
        }
    }
}
