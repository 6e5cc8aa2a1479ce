import Model
import Testing

/// Attribute sets as the langfuse SDK 5.0.4 sends them.
@Suite("Vocabulary: Langfuse")
struct VocabularyLangfuseTests {
    private let common = #"""
        "user.id":"ada","session.id":"s-1","langfuse.trace.metadata.plan":"\"free\"","langfuse.version":"v2",
        "langfuse.trace.tags":["a","b"],"langfuse.trace.name":"lesson","langfuse.environment":"staging","langfuse.release":"r1"
        """#

    private func span(_ name: String, version: String = "5.0.4", status: SpanStatus = .ok, message: String = "", _ more: String) -> Meaning {
        VocabularySpan(name, scope: "langfuse-sdk", version: version, status: status, statusMessage: message, "{\(common),\(more)}").meaning
    }

    @Test("the drop-in's call of a model with tools")
    func generation() {
        let meaning = span("OpenAI-generation", #"""
            "langfuse.observation.type":"generation","langfuse.observation.model.name":"gpt-4o-mini-2024-07-18",
            "langfuse.observation.input":"{\"tools\": [{\"type\": \"function\"}], \"messages\": [{\"role\": \"user\", \"content\": \"What is a martlet?\"}, {\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"call_0\", \"type\": \"function\", \"function\": {\"name\": \"weather\", \"arguments\": \"{}\"}}]}, {\"role\": \"tool\", \"tool_call_id\": \"call_0\", \"content\": \"rain\"}]}",
            "langfuse.observation.output":"{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"call_1\", \"function\": {\"arguments\": \"{\\\"city\\\":\\\"Oslo\\\"}\", \"name\": \"weather\"}, \"type\": \"function\"}]}",
            "langfuse.observation.usage_details":"{\"completion_tokens\": 6, \"prompt_tokens\": 21, \"total_tokens\": 27, \"completion_tokens_details\": {\"reasoning_tokens\": 4}, \"prompt_tokens_details\": {\"cached_tokens\": 16}}",
            "langfuse.observation.model.parameters":"{\"temperature\": 1, \"max_tokens\": \"Infinity\"}",
            "langfuse.observation.completion_start_time":"\"2026-09-21T14:13:20.250000Z\""
            """#)
        #expect(meaning.operation == .chat)
        #expect(meaning.title == "chat gpt-4o-mini-2024-07-18")
        #expect(meaning.asked == ["user: What is a martlet?", "assistant: ", "tool: rain"])
        #expect(meaning.input[1].parts == [.toolCall(id: "call_0", name: "weather", arguments: "{}")])
        #expect(meaning.input[2].toolCallID == "call_0")
        #expect(meaning.output.first?.parts == [.toolCall(id: "call_1", name: "weather", arguments: #"{"city":"Oslo"}"#)])
        #expect(meaning.usage == TokenUsage(input: 21, output: 6, total: 27, cachedInput: 16, reasoning: 4))
        #expect(meaning.answeredModel == "gpt-4o-mini-2024-07-18")
        #expect(meaning.parameterTexts == ["tools": #"[{"type":"function"}]"#, "temperature": "1", "max_tokens": #""Infinity""#])
        #expect(meaning.timeToFirstToken == 250_000_000)
        #expect(meaning.user == "ada" && meaning.session == "s-1" && meaning.tags == ["a", "b"])
        #expect(meaning.traceName == "lesson" && meaning.environment == "staging" && meaning.release == "r1" && meaning.version == "v2")
        #expect(meaning.metadataTexts == ["plan": #""free""#])
        #expect(meaning.attributes.isEmpty)
    }

    @Test("a generation of one's own: flat counts, costs, a warning")
    func ownGeneration() {
        let meaning = span("own", #"""
            "langfuse.observation.type":"generation","langfuse.observation.model.name":"my-model","langfuse.observation.output":"hello",
            "langfuse.observation.input":"[{\"role\": \"user\", \"content\": \"hi\"}]","langfuse.observation.metadata.k":"\"v\"","langfuse.observation.metadata.n":"{\"a\":1}",
            "langfuse.observation.level":"WARNING","langfuse.observation.status_message":"careful",
            "langfuse.observation.usage_details":"{\"input\": 3, \"output\": 4, \"cache_read_input_tokens\": 2}","langfuse.observation.cost_details":"{\"input\": 0.1, \"output\": 0.25}"
            """#)
        #expect(meaning.title == "own")
        #expect(meaning.asked == ["user: hi"])
        #expect(meaning.answered == ["assistant: hello"])
        #expect(meaning.usage == TokenUsage(input: 5, output: 4, total: 9, cachedInput: 2))
        #expect(meaning.cost == Cost(input: 0.1, output: 0.25, total: 0.35))
        #expect(meaning.level == "warning")
        #expect(meaning.error == nil)
        #expect(meaning.metadataTexts == ["plan": #""free""#, "k": #""v""#, "n": #"{"a":1}"#, "status_message": #""careful""#])
    }

    @Test("a call that failed")
    func failure() {
        let meaning = span("OpenAI-generation", status: .error, message: "Connection error.", #"""
            "langfuse.observation.type":"generation","langfuse.observation.level":"ERROR","langfuse.observation.status_message":"Connection error.",
            "langfuse.observation.model.name":"gpt-4o-mini","langfuse.observation.cost_details":"{\"input\": 0, \"output\": 0, \"total\": 0}"
            """#)
        #expect(meaning.error == RecordedError(type: "error", message: "Connection error."))
        #expect(meaning.level == "error")
        #expect(meaning.requestedModel == "gpt-4o-mini")
        #expect(meaning.answeredModel == nil)
    }

    @Test("what is no call of a model keeps its values", arguments: [
        ("retriever", Meaning.Operation.retrieval), ("tool", .tool), ("agent", .agent), ("chain", .chain),
        ("guardrail", .guardrail), ("evaluator", .evaluation), ("event", .event), ("span", .span), ("EMBEDDING", .embeddings),
    ])
    func kinds(type: String, operation: Meaning.Operation) {
        let meaning = span("fetch", #""langfuse.observation.type":"\#(type)","langfuse.observation.input":"{\"args\": [1], \"kwargs\": {}}","langfuse.observation.output":"3""#)
        #expect(meaning.operation == operation)
        #expect(meaning.title == "fetch")
        #expect(meaning.input.first?.parts == [.other(kind: "value", json: #"{"args":[1],"kwargs":{}}"#)])
        #expect(meaning.output.first?.text == "3")
    }

    @Test("metadata is JSON from version 5 on, and text before", arguments: [("4.14.3", #""\"free\"""#), ("5.0.4", #""free""#), ("12.1", #""free""#), ("", #""\"free\"""#)])
    func quoting(version: String, plan: String) {
        #expect(span("x", version: version, #""a":1"#).metadataTexts["plan"] == plan)
    }

    @Test("user and session in the metadata, as before the SDK had attributes for them")
    func oldContext() {
        let meaning = VocabularySpan("x", scope: "langfuse-sdk", version: "3.0", #"{"langfuse.observation.metadata":"{\"a\":1}","langfuse.observation.metadata.langfuse_user_id":"bob","langfuse.trace.metadata.langfuse_session_id":"s","langfuse.observation.metadata.langfuse_tags":"[\"t\"]"}"#).meaning
        #expect(meaning.user == "bob" && meaning.session == "s" && meaning.tags == ["t"])
        #expect(meaning.metadataTexts == ["a": "1"])
    }

    @Test("on top of another instrumentation, Langfuse's words count and the rest is filled in")
    func precedence() {
        let meaning = span("chat", #""langfuse.observation.input":"mine","gen_ai.operation.name":"chat","gen_ai.input.messages":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"theirs\"}]}]","gen_ai.usage.input_tokens":3,"gen_ai.request.model":"m""#)
        #expect(meaning.asked == ["user: mine"])
        #expect(meaning.usage?.input == 3)
        #expect(meaning.requestedModel == "m")
    }
}
