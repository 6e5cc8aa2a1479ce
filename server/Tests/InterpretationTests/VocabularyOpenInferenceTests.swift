import Model
import Testing

/// Attribute sets as openinference-instrumentation-openai 0.1.66 sends them, and as its
/// conventions describe others.
@Suite("Vocabulary: OpenInference")
struct VocabularyOpenInferenceTests {
    private func meaning(_ name: String, _ attributes: String) -> Meaning {
        VocabularySpan(name, scope: "openinference.instrumentation.openai", attributes).meaning
    }

    @Test("a tool's call that is named among the contents is one call")
    func toolUse() {
        let meaning = VocabularySpan(
            "messages.create",
            """
            {"openinference.span.kind":"LLM","llm.request.model_name":"claude-x","llm.output_messages.0.message.role":"assistant",
             "llm.output_messages.0.message.contents.0.message_content.type":"text",
             "llm.output_messages.0.message.contents.0.message_content.text":"Wait.",
             "llm.output_messages.0.message.contents.1.message_content.type":"tool_use",
             "llm.output_messages.0.message.tool_calls.0.tool_call.id":"c1",
             "llm.output_messages.0.message.tool_calls.0.tool_call.function.name":"weather",
             "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments":"{}"}
            """
        ).meaning
        #expect(meaning.output.map(\.parts) == [[.text("Wait."), .toolCall(id: "c1", name: "weather", arguments: "{}")]])
        #expect(meaning.title == "chat claude-x")
    }

    @Test("a call of a model")
    func chat() {
        let meaning = meaning("ChatCompletion", #"""
            {"llm.system":"openai","openinference.span.kind":"LLM","input.mime_type":"application/json","output.mime_type":"application/json",
             "input.value":"{\"model\": \"gpt-4o-mini\", \"messages\": []}","output.value":"{\"id\":\"chatcmpl-1\"}",
             "session.id":"s-2","user.id":"bob","metadata":"{\"k\": \"v\"}","tag.tags":["x"],
             "llm.tools.0.tool.json_schema":"{\"type\": \"function\"}",
             "llm.invocation_parameters":"{\"model\": \"gpt-4o-mini\", \"tool_choice\": \"auto\", \"seed\": 7}",
             "llm.input_messages.0.message.role":"system","llm.input_messages.0.message.content":"You are terse.",
             "llm.input_messages.1.message.role":"user","llm.input_messages.1.message.contents.0.message_content.type":"text","llm.input_messages.1.message.contents.0.message_content.text":"What is it?",
             "llm.input_messages.1.message.contents.1.message_content.type":"image","llm.input_messages.1.message.contents.1.message_content.image.image.url":"https://x/y.png",
             "llm.input_messages.2.message.role":"assistant","llm.input_messages.2.message.tool_calls.0.tool_call.id":"call_0",
             "llm.input_messages.2.message.tool_calls.0.tool_call.function.name":"weather","llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments":"{}",
             "llm.input_messages.10.message.role":"user","llm.input_messages.10.message.content":"last",
             "llm.input_messages.3.message.role":"tool","llm.input_messages.3.message.tool_call_id":"call_0","llm.input_messages.3.message.content":"rain",
             "llm.model_name":"gpt-4o-mini-2024-07-18","llm.token_count.total":27,"llm.token_count.prompt":21,"llm.token_count.completion":6,
             "llm.token_count.prompt_details.cache_read":16,"llm.token_count.completion_details.reasoning":4,"llm.cost.total":0.5,
             "llm.output_messages.0.message.role":"assistant","llm.output_messages.0.message.content":"A bird.","llm.finish_reason":"stop"}
            """#)
        #expect(meaning.title == "chat gpt-4o-mini")
        #expect(meaning.operation == .chat)
        #expect(meaning.provider == "openai")
        #expect(meaning.asked == ["system: You are terse.", "user: What is it?", "assistant: ", "tool: rain", "user: last"])
        #expect(meaning.input[1].parts.last == .other(kind: "image", json: #"{"url":"https://x/y.png"}"#))
        #expect(meaning.input[2].parts == [.toolCall(id: "call_0", name: "weather", arguments: "{}")])
        #expect(meaning.answered == ["assistant: A bird."])
        #expect(meaning.output[0].finishReason == "stop")
        #expect(meaning.requestedModel == "gpt-4o-mini" && meaning.answeredModel == "gpt-4o-mini-2024-07-18")
        #expect(meaning.parameterTexts == ["tool_choice": #""auto""#, "seed": "7", "tools": #"[{"type":"function"}]"#])
        #expect(meaning.usage == TokenUsage(input: 21, output: 6, total: 27, cachedInput: 16, reasoning: 4))
        #expect(meaning.cost == Cost(total: 0.5))
        #expect(meaning.user == "bob" && meaning.session == "s-2" && meaning.tags == ["x"])
        #expect(meaning.metadataTexts == ["k": #""v""#])
        #expect(meaning.attributes.isEmpty)
    }

    @Test("only the request and the reply as JSON")
    func values() {
        let meaning = meaning("llm", #"""
            {"openinference.span.kind":"LLM","input.value":"{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
             "output.value":"{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"yes\"}}]}"}
            """#)
        #expect(meaning.asked == ["user: hi"])
        #expect(meaning.answered == ["assistant: yes"])
        #expect(meaning.output[0].finishReason == "stop")
    }

    @Test("plain text that looks like JSON stays text")
    func plainText() {
        #expect(meaning("x", #"{"input.value":"[1]","input.mime_type":"text/plain","openinference.span.kind":"CHAIN"}"#).input == [Message(role: "input", parts: [.text("[1]")])])
    }

    @Test("embeddings show their texts and not their numbers")
    func embeddings() {
        let meaning = meaning("CreateEmbeddings", #"""
            {"openinference.span.kind":"EMBEDDING","embedding.model_name":"e-3","embedding.invocation_parameters":"{\"model\": \"e-3\", \"encoding_format\": \"base64\"}",
             "input.value":"{\"input\":\"hello\"}","output.value":"{\"data\":[]}","embedding.embeddings.0.embedding.text":"hello","embedding.embeddings.0.embedding.vector":[0.1,0.2],
             "llm.token_count.prompt":3,"llm.token_count.total":3}
            """#)
        #expect(meaning.title == "embeddings e-3")
        #expect(meaning.asked == ["user: hello"])
        #expect(meaning.output.isEmpty)
        #expect(meaning.usage == TokenUsage(input: 3, total: 3))
        #expect(meaning.attributes.isEmpty)
    }

    @Test("what a retriever found")
    func retriever() {
        let meaning = meaning("search", #"{"openinference.span.kind":"RETRIEVER","input.value":"birds","retrieval.documents.0.document.content":"martlet","retrieval.documents.0.document.id":"d1","retrieval.documents.0.document.score":0.9}"#)
        #expect(meaning.operation == .retrieval)
        #expect(meaning.asked == ["input: birds"])
        #expect(meaning.output == [Message(role: "document", parts: [.text("martlet")], name: "d1")])
    }

    @Test("a call that failed, and one that got over it")
    func failure() {
        let events = #"[{"name":"exception","time_unix_nano":"1","attributes":{"exception.type":"openai.APIConnectionError","exception.message":"Connection error."}}]"#
        func error(_ status: SpanStatus) -> RecordedError? {
            VocabularySpan("ChatCompletion", status: status, statusMessage: "APIConnectionError: Connection error.", events: events, #"{"openinference.span.kind":"LLM"}"#).meaning.error
        }
        #expect(error(.error) == RecordedError(type: "openai.APIConnectionError", message: "Connection error."))
        #expect(error(.ok) == nil)
    }

    @Test("tools that stand among the parameters too are there once")
    func toolsOnce() {
        let meaning = VocabularySpan("ChatOpenAI", #"""
            {"openinference.span.kind":"LLM","llm.invocation_parameters":"{\"model\":\"m\",\"tools\":[{\"type\":\"function\"}]}",
             "llm.tools.0.tool.json_schema":"{\"type\": \"function\"}"}
            """#).meaning
        #expect(meaning.parameters == [.init(name: "tools", json: #"[{"type":"function"}]"#)])
        #expect(meaning.attributes.isEmpty)
    }
}
