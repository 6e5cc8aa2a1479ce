import Model
import Testing

@Suite("Vocabulary: whatever the attributes")
struct VocabularyTotalityTests {
    private static let names = [
        "langfuse.observation.input", "langfuse.observation.output", "langfuse.observation.usage_details", "langfuse.observation.cost_details",
        "langfuse.observation.completion_start_time", "langfuse.observation.metadata", "langfuse.trace.tags", "langfuse.observation.type", "openinference.span.kind",
        "llm.input_messages.0.message.tool_calls.0.tool_call.function.name", "llm.input_messages..message", "llm.input_messages.99999999999999999999.message.role",
        "llm.token_count.prompt", "gen_ai.prompt.0.content", "gen_ai.prompt.-1.content", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.response.finish_reasons",
        "gen_ai.usage.input_tokens", "gen_ai.usage.raw", "gen_ai.response.time_to_first_chunk", "gen_ai.operation.name", "gen_ai.tool.name", "request_data", "response_data", "events",
        "logfire.msg", "logfire.level_num", "traceloop.entity.input", "traceloop.association.properties.user_id", "metadata", "tag.tags", "embedding.embeddings.0.embedding.text", "user.id",
    ]
    private static let values = [
        "null", "true", "7", "-1", "1e308", "9223372036854775807", "\"\"", "\"x\"", "\"{\"", "\"[]\"", "\"[[[[[[]]]]]]\"", "[]", "{}", "[null,7,\"x\",{}]", "{\"role\":\"user\",\"content\":[{\"type\":7}]}",
        "\"{\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"parts\\\":[7,{}]}]}\"", "{\"input\":9223372036854775807,\"output_x\":9223372036854775807,\"input_y\":1}", "\"2026-99-99T99:99:99Z\"", "\"2262-01-01T00:00:00Z\"", "\"LLM\"", "\"generation\"", "\"execute_tool\"",
    ]

    @Test("every value under every name")
    func everyValue() {
        for name in Self.names {
            for value in Self.values {
                let span = VocabularySpan("x", scope: "langfuse-sdk", version: "5", status: .error, #"{"\#(name)":\#(value),"logfire.a":1,"langfuse.a":1,"gen_ai.a":1,"traceloop.a":1}"#)
                #expect(span.meaning == span.meaning)
            }
        }
    }

    @Test("random sets", arguments: 0..<4 as Range<UInt64>)
    func randomSets(seed: UInt64) {
        var generator = TotalityTests.Generator(state: seed)
        for _ in 0..<1_000 {
            let members = (0..<8).map { _ in "\"\(Self.names.randomElement(using: &generator)!)\":\(Self.values.randomElement(using: &generator)!)" }
            let span = VocabularySpan("x", events: "[{\"name\":\"gen_ai.choice\",\"attributes\":{\(members[0])}}]", "{\(members.joined(separator: ","))}")
            #expect(span.meaning == span.meaning)
        }
    }

    @Test("a name of many thousand parts")
    func deepName() {
        let name = "llm.input_messages." + String(repeating: "0.", count: 20_000) + "x"
        #expect(VocabularySpan("x", #"{"\#(name)":1}"#).meaning.input.count == 1)
    }
}
