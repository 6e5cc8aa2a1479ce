import Model
import Testing

/// Attribute sets as OpenLLMetry's openai 0.62.4, Logfire 5.2.0 and earlier versions of OpenTelemetry's
/// conventions have them.
@Suite("Vocabulary: OpenTelemetry's gen_ai, Traceloop, Logfire")
struct VocabularyGenAITests {
    /// Input includes what came from a cache; where there is more of that, the sender did not count it.
    @Test func cachedTokensBesideTheInput() {
        func usage(_ input: Int) -> TokenUsage? {
            VocabularySpan(
                "chat",
                """
                {"gen_ai.usage.input_tokens":\(input),"gen_ai.usage.output_tokens":1,"gen_ai.usage.cache_read_input_tokens":100,\
                "gen_ai.usage.cache_creation_input_tokens":7}
                """
            ).meaning.usage
        }
        #expect(usage(10) == TokenUsage(input: 117, output: 1, total: 118, cachedInput: 100))
        #expect(usage(117) == TokenUsage(input: 117, output: 1, total: 118, cachedInput: 100))
    }

    @Test(arguments: ["gen_ai.usage.cost", "operation.cost"])
    func costAsItsSenderSays(name: String) {
        let meaning = VocabularySpan("chat", #"{"gen_ai.operation.name":"chat","\#(name)":0.25}"#).meaning
        #expect(meaning.cost == Cost(total: 0.25) && meaning.attributes.isEmpty)
    }

    @Test func whatAToolAnsweredIsNotTheUsers() {
        let meaning = VocabularySpan(
            "chat",
            #"""
            {"gen_ai.input.messages":"[{\"role\":\"user\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\",\"result\":\"sunny\"}]}]"}
            """#
        ).meaning
        #expect(meaning.input == [Message(role: "tool", parts: [.text("sunny")], toolCallID: "c1")])
    }

    /// These conventions have no total, and sums are made of them.
    @Test(arguments: [
        (#"{"gen_ai.usage.input_tokens":21,"gen_ai.usage.output_tokens":6}"#, 27), (#"{"gen_ai.usage.input_tokens":21}"#, 21),
        (#"{"gen_ai.usage.input_tokens":21,"gen_ai.usage.output_tokens":6,"gen_ai.usage.total_tokens":30}"#, 30),
        (#"{"gen_ai.usage.input_tokens":9223372036854775807,"gen_ai.usage.output_tokens":6}"#, nil),
    ] as [(String, Int?)])
    func tokensWithoutATotal(attributes: String, total: Int?) {
        #expect(VocabularySpan("chat", attributes).meaning.usage?.total == total)
    }

    @Test("messages with parts, as OpenLLMetry sends them")
    func openLLMetry() {
        let meaning = VocabularySpan("openai.chat", scope: "opentelemetry.instrumentation.openai.v1", resource: #"{"service.name":"svc","deployment.environment.name":"prod","service.version":"7"}"#, #"""
            {"gen_ai.operation.name":"chat","gen_ai.provider.name":"openai","gen_ai.request.model":"gpt-4o-mini","gen_ai.request.max_tokens":50,"gen_ai.request.temperature":0.2,
             "gen_ai.is_streaming":false,"gen_ai.openai.api_base":"http://user:secret@127.0.0.1:7555/v1/?key=1","gen_ai.response.model":"gpt-4o-mini-2024-07-18","gen_ai.response.id":"chatcmpl-1",
             "gen_ai.input.messages":"[{\"role\": \"system\", \"parts\": [{\"content\": \"You are terse.\", \"type\": \"text\"}]}, {\"role\": \"assistant\", \"parts\": [{\"type\": \"tool_call\", \"name\": \"weather\", \"id\": \"call_0\", \"arguments\": {}}]}, {\"role\": \"tool\", \"parts\": [{\"type\": \"tool_call_response\", \"id\": \"call_0\", \"response\": \"rain\"}]}]",
             "gen_ai.output.messages":"[{\"role\": \"assistant\", \"parts\": [{\"type\": \"reasoning\", \"content\": \"hm\"}, {\"content\": \"A bird.\", \"type\": \"text\"}]}]",
             "gen_ai.tool.definitions":"[{\"type\": \"function\", \"name\": \"weather\"}]","gen_ai.response.finish_reasons":["stop"],"gen_ai.openai.response.system_fingerprint":"fp_1",
             "gen_ai.usage.total_tokens":27,"gen_ai.usage.output_tokens":6,"gen_ai.usage.input_tokens":21,"gen_ai.usage.cache_read.input_tokens":16,"gen_ai.usage.reasoning_tokens":4}
            """#).meaning
        #expect(meaning.title == "chat gpt-4o-mini")
        #expect(meaning.asked == ["system: You are terse.", "assistant: ", "tool: rain"])
        #expect(meaning.input[1].parts == [.toolCall(id: "call_0", name: "weather", arguments: "{}")])
        #expect(meaning.input[2].toolCallID == "call_0")
        #expect(meaning.output[0].parts == [.reasoning("hm"), .text("A bird.")])
        #expect(meaning.output[0].finishReason == "stop")
        #expect(meaning.provider == "openai" && meaning.responseID == "chatcmpl-1" && meaning.baseURL == "http://127.0.0.1:7555/v1")
        #expect(meaning.usage == TokenUsage(input: 21, output: 6, total: 27, cachedInput: 16, reasoning: 4))
        #expect(meaning.parameterTexts == ["max_tokens": "50", "temperature": "0.2", "tools": #"[{"type":"function","name":"weather"}]"#])
        #expect(meaning.environment == "prod" && meaning.version == "7")
        #expect(meaning.attributeNames == ["gen_ai.openai.response.system_fingerprint"])
        #expect(!meaning.isStream)
    }

    @Test("numbered messages, as earlier OpenLLMetry sent them")
    func numbered() {
        let meaning = VocabularySpan("openai.chat", #"""
            {"llm.request.type":"chat","gen_ai.system":"OpenAI","gen_ai.request.model":"m","gen_ai.prompt.0.role":"user","gen_ai.prompt.0.content":"hi",
             "gen_ai.prompt.1.role":"tool","gen_ai.prompt.1.tool_call_id":"c","gen_ai.prompt.1.content":"[{\"type\":\"text\",\"text\":\"rain\"}]",
             "gen_ai.completion.0.role":"assistant","gen_ai.completion.0.finish_reason":"tool_calls","gen_ai.completion.0.tool_calls.0.id":"c2","gen_ai.completion.0.tool_calls.0.name":"weather","gen_ai.completion.0.tool_calls.0.arguments":"{}",
             "gen_ai.usage.prompt_tokens":1,"gen_ai.usage.completion_tokens":2,"llm.usage.total_tokens":3,"llm.request.functions.0.name":"weather","llm.request.functions.0.parameters":"{\"type\":\"object\"}",
             "traceloop.association.properties.user_id":"ada","traceloop.association.properties.plan":"free","traceloop.workflow.name":"lesson"}
            """#).meaning
        #expect(meaning.operation == .chat)
        #expect(meaning.asked == ["user: hi", "tool: rain"])
        #expect(meaning.output == [Message(role: "assistant", parts: [.toolCall(id: "c2", name: "weather", arguments: "{}")], finishReason: "tool_calls")])
        #expect(meaning.usage == TokenUsage(input: 1, output: 2, total: 3))
        #expect(meaning.parameterTexts["tools"] == #"[{"name":"weather","parameters":{"type":"object"}}]"#)
        #expect(meaning.user == "ada" && meaning.traceName == "lesson" && meaning.metadataTexts == ["plan": #""free""#])
        #expect(meaning.attributes.isEmpty)
    }

    @Test("Traceloop's workflows and tools")
    func entities() {
        let meaning = VocabularySpan("add.tool", #"{"traceloop.span.kind":"tool","traceloop.entity.name":"add","traceloop.entity.input":"{\"args\": [1, 2]}","traceloop.entity.output":"3"}"#).meaning
        #expect(meaning.operation == .tool)
        #expect(meaning.input == [Message(role: "input", parts: [.other(kind: "value", json: #"{"args":[1,2]}"#)])])
        #expect(meaning.output == [Message(role: "output", parts: [.text("3")])])
        #expect(meaning.attributeNames == ["traceloop.entity.name"])
    }

    @Test("messages in events, one each")
    func oldEvents() {
        let meaning = VocabularySpan("chat m", events: #"""
            [{"name":"gen_ai.system.message","attributes":{"content":"You are terse."}},
             {"name":"gen_ai.user.message","attributes":{"content":"hi","gen_ai.system":"openai"}},
             {"name":"gen_ai.assistant.message","attributes":{"tool_calls":"[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"}},
             {"name":"gen_ai.tool.message","attributes":{"id":"c","content":"rain"}},
             {"name":"gen_ai.choice","attributes":{"index":0,"finish_reason":"stop","message":"{\"content\":\"yes\"}"}},
             {"name":"other","attributes":{}}]
            """#, #"{"gen_ai.operation.name":"chat","gen_ai.request.model":"m"}"#).meaning
        #expect(meaning.asked == ["system: You are terse.", "user: hi", "assistant: ", "tool: rain"])
        #expect(meaning.input[2].parts == [.toolCall(id: "c", name: "f", arguments: "{}")])
        #expect(meaning.input[3].toolCallID == "c")
        #expect(meaning.output == [Message(role: "assistant", parts: [.text("yes")], choice: 0, finishReason: "stop")])
    }

    @Test("messages in one event, as now")
    func detailsEvent() {
        let meaning = VocabularySpan("chat m", events: #"""
            [{"name":"gen_ai.client.inference.operation.details","attributes":{"gen_ai.system_instructions":[{"type":"text","content":"terse"}],
              "gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"hi"}]}],"gen_ai.output.messages":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"yes\"}],\"finish_reason\":\"stop\"}]"}}]
            """#, #"{"gen_ai.operation.name":"chat"}"#).meaning
        #expect(meaning.asked == ["system: terse", "user: hi"])
        #expect(meaning.answered == ["assistant: yes"])
    }

    @Test("agents and tools are named by what they are")
    func agentsAndTools() {
        let tool = VocabularySpan("running tool", #"{"gen_ai.operation.name":"execute_tool","gen_ai.tool.name":"weather","gen_ai.tool.call.arguments":"{\"city\":\"Oslo\"}","gen_ai.tool.call.result":"rain"}"#).meaning
        #expect(tool.title == "execute_tool weather")
        #expect(tool.answered == ["output: rain"])
        let agent = VocabularySpan("agent run", #"{"gen_ai.operation.name":"invoke_agent","gen_ai.agent.name":"Ada","gen_ai.conversation.id":"c-1"}"#).meaning
        #expect(agent.title == "invoke_agent Ada" && agent.session == "c-1" && agent.operation == .agent)
    }

    @Test("Logfire says its message, and gives the provider's own usage")
    func logfire() {
        let meaning = VocabularySpan("Chat Completion with {request_data[model]!r}", scope: "logfire.openai", #"""
            {"request_data":"{\"model\":\"gpt-4o-mini\"}","gen_ai.system":"openai","gen_ai.provider.name":"openai","gen_ai.request.model":"gpt-4o-mini","gen_ai.operation.name":"chat",
             "gen_ai.input.messages":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]","gen_ai.response.finish_reasons":"[\"stop\"]",
             "gen_ai.output.messages":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"A bird.\"}]}]","gen_ai.usage.input_tokens":21,"gen_ai.usage.output_tokens":6,
             "gen_ai.usage.raw":"{\"completion_tokens\":6,\"prompt_tokens\":21,\"total_tokens\":27,\"prompt_tokens_details\":{\"cached_tokens\":16}}",
             "logfire.msg_template":"Chat Completion with {request_data[model]!r}","logfire.msg":"Chat Completion with 'gpt-4o-mini'","logfire.tags":["LLM"],"logfire.span_type":"span","logfire.level_num":17,"logfire.json_schema":"{}"}
            """#).meaning
        #expect(meaning.title == "Chat Completion with 'gpt-4o-mini'")
        #expect(meaning.asked == ["user: hi"])
        #expect(meaning.output[0].finishReason == "stop")
        #expect(meaning.usage == TokenUsage(input: 21, output: 6, total: 27, cachedInput: 16))
        #expect(meaning.tags == ["LLM"] && meaning.level == "error")
    }

    @Test("the run of an agent of PydanticAI: its messages, and what it came to", arguments: [
        ("answer", ["assistant: answer"], 3), (#"{\"city\": \"Oslo\"}"#, ["assistant: "], 4), (nil, ["assistant: answer"], 3),
    ] as [(String?, [String], Int)])
    func pydanticAI(result: String?, answered: [String], count: Int) {
        let messages = #"""
            [{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Weather?\"}]},
             {\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}],\"finish_reason\":\"stop\"},
             {\"role\":\"user\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\",\"name\":\"f\",\"result\":\"sunny\"}]},
             {\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"answer\"}],\"finish_reason\":\"stop\"}]
            """#.split(separator: "\n").joined()
        let final = result.map { #","final_result":"\#($0)""# } ?? ""
        let meaning = VocabularySpan("invoke_agent greeter", scope: "pydantic-ai", #"""
            {"gen_ai.operation.name":"invoke_agent","gen_ai.agent.name":"greeter","gen_ai.system_instructions":"[{\"type\":\"text\",\"content\":\"Be terse.\"}]",
             "pydantic_ai.all_messages":"\#(messages)"\#(final)}
            """#).meaning
        #expect(meaning.title == "invoke_agent greeter" && meaning.operation == .agent)
        #expect(meaning.input.count == 1 + count)
        #expect(meaning.input.first == Message(role: "system", parts: [.text("Be terse.")]))
        #expect(meaning.output.map { "\($0.role): \($0.text)" } == answered)
        #expect(meaning.attributeNames == ["gen_ai.agent.name"])
    }

    @Test("a span that says nothing of a model is what it is")
    func plain() {
        let meaning = VocabularySpan("GET /", #"{"http.request.method":"GET","user.id":"u"}"#).meaning
        #expect(meaning.operation == .span && meaning.title == "GET /" && meaning.user == "u")
        #expect(meaning.attributeNames == ["http.request.method"])
        #expect(meaning.input.isEmpty && meaning.output.isEmpty && meaning.usage == nil && meaning.error == nil)
    }
}
