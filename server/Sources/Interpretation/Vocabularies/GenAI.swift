import JSON
import Model

/// The attributes of OpenTelemetry's conventions for generative AI: `gen_ai.*`.
enum GenAI: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.hasMembers("gen_ai.") else { return }
        readMessages(&facts, into: &meaning)
        readModel(&facts, into: &meaning)
        readUsage(&facts, into: &meaning)
        readTool(&facts, into: &meaning)
        if meaning.session == nil { meaning.session = facts.text("gen_ai.conversation.id") }
        if meaning.operation == .agent || meaning.operation == .createAgent,
            let name = facts.peek("gen_ai.agent.name")?.string, !name.isEmpty
        {
            meaning.title = "\(meaning.operation.rawValue) \(name)"
        }
    }

    private static func readMessages(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        if meaning.input.isEmpty {
            if let instructions = facts.structure("gen_ai.system_instructions") {
                meaning.input += system(instructions)
            }
            let input = facts.structure("gen_ai.input.messages", "gen_ai.prompt")
            meaning.input += Message.genAI(input, defaultRole: "user")
        }
        if meaning.output.isEmpty {
            let output = facts.structure("gen_ai.output.messages", "gen_ai.completion")
            meaning.output = Message.genAI(output, defaultRole: "assistant")
        }
        if meaning.output.count > 1 {
            for position in meaning.output.indices where meaning.output[position].choice == nil {
                meaning.output[position].choice = position
            }
        }
    }

    /// Instructions are parts, or a text.
    static func system(_ instructions: JSONValue) -> [Message] {
        let parts = instructions.array?.map(Message.Part.genAI) ?? Message.Part.content(instructions)
        return parts.isEmpty ? [] : [Message(role: "system", parts: parts)]
    }

    private static func readModel(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        if let provider = facts.text("gen_ai.provider.name", "gen_ai.system") {
            meaning.provider = meaning.provider ?? provider
        }
        if let model = facts.text("gen_ai.request.model") {
            meaning.requestedModel = meaning.requestedModel ?? model
        }
        if let model = facts.text("gen_ai.response.model") {
            meaning.answeredModel = meaning.answeredModel ?? model
        }
        if let id = facts.text("gen_ai.response.id") { meaning.responseID = meaning.responseID ?? id }
        if let base = facts.text("gen_ai.openai.api_base") {
            meaning.baseURL = meaning.baseURL ?? RecordedURL(base).text
        }
        let isStream = facts.take("gen_ai.request.stream", "gen_ai.is_streaming", "llm.is_streaming")
        if isStream?.bool == true { meaning.isStream = true }
        if let seconds = facts.take("gen_ai.response.time_to_first_chunk")?.number?.double,
            (0..<1e9).contains(seconds)
        {
            meaning.timeToFirstToken = meaning.timeToFirstToken ?? Int64(seconds * 1e9)
        }
        let knowsParameters = !meaning.parameters.isEmpty
        guard !facts.isOutline else { return }
        let parameters = facts.members("gen_ai.request.").map {
            Meaning.Parameter(name: $0.name, json: $0.value.json)
        }
        if !knowsParameters { meaning.parameters = parameters }
        if let tools = facts.structure("gen_ai.tool.definitions"),
            !meaning.parameters.contains(where: { $0.name == "tools" })
        {
            meaning.parameters.append(.init(name: "tools", json: tools.json))
        }
    }

    private static func readUsage(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        // Some send the provider's own counts beside them, which say more.
        let raw = TokenUsage(openAI: facts.structure("gen_ai.usage.raw"))
        var usage = TokenUsage(
            input: facts.count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens") ?? raw?.input,
            output: facts.count("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens")
                ?? raw?.output,
            total: facts.count("gen_ai.usage.total_tokens", "llm.usage.total_tokens") ?? raw?.total,
            cachedInput: facts.count(
                "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens",
                "gen_ai.usage.details.cache_read_tokens") ?? raw?.cachedInput,
            reasoning: facts.count(
                "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens",
                "gen_ai.usage.details.reasoning_tokens") ?? raw?.reasoning)
        usage.includeCache(written: facts.peek("gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens"))
        if meaning.usage == nil, usage != TokenUsage() { meaning.usage = usage }
        if meaning.cost == nil, let cost = facts.take("gen_ai.usage.cost", "operation.cost")?.number?.double {
            meaning.cost = Cost(total: cost)
        }
    }

    private static func readTool(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard meaning.operation == .tool else { return }
        let name = facts.text("gen_ai.tool.name")
        if let arguments = facts.structure("gen_ai.tool.call.arguments"), meaning.input.isEmpty {
            meaning.input = Conversation.input(arguments, isModelCall: false)
        }
        if let result = facts.structure("gen_ai.tool.call.result"), meaning.output.isEmpty {
            meaning.output = Conversation.output(result, isModelCall: false)
        }
        if let name { meaning.title = "\(meaning.operation.rawValue) \(name)" }
    }
}
