import Interpretation
import Model
import Testing

@Suite("Interpretation: Vercel's AI SDK")
struct VocabularyVercelAITests {
    @Test("a call of a model")
    func call() {
        let meaning = VocabularySpan(
            "ai.generateText.doGenerate",
            #"""
            {"ai.operationId":"ai.generateText.doGenerate","ai.model.id":"gpt-4o","ai.model.provider":"openai.chat",
             "ai.prompt.messages":"[{\"role\":\"system\",\"content\":\"Be terse.\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool-call\",\"toolCallId\":\"c0\",\"toolName\":\"w\",\"input\":{\"a\":1}}]}]",
             "ai.response.text":"yo","ai.response.toolCalls":"[{\"toolCallId\":\"c1\",\"toolName\":\"w\",\"input\":\"{}\"}]",
             "ai.response.finishReason":"tool-calls","ai.response.msToFirstChunk":12.5,"ai.telemetry.metadata.userId":"ada",
             "ai.telemetry.metadata.plan":"free","gen_ai.system":"openai.chat","gen_ai.request.model":"gpt-4o",
             "gen_ai.response.model":"gpt-4o-2024-08-06","gen_ai.usage.input_tokens":5,"gen_ai.usage.output_tokens":6}
            """#
        ).meaning
        #expect(meaning.operation == .chat)
        #expect(meaning.requestedModel == "gpt-4o" && meaning.answeredModel == "gpt-4o-2024-08-06")
        #expect(meaning.input.map(\.role) == ["system", "user", "assistant"])
        #expect(meaning.input[1].parts == [.text("hi")])
        #expect(meaning.input[2].parts == [.toolCall(id: "c0", name: "w", arguments: #"{"a":1}"#)])
        #expect(meaning.output.map(\.parts) == [[.text("yo"), .toolCall(id: "c1", name: "w", arguments: "{}")]])
        #expect(meaning.output[0].finishReason == "tool-calls")
        #expect(meaning.usage == TokenUsage(input: 5, output: 6, total: 11))
        #expect(meaning.timeToFirstToken == 12_500_000 && meaning.isStream)
        #expect(meaning.user == "ada" && meaning.metadata == [.init(name: "plan", json: #""free""#)])
        #expect(meaning.attributes.map(\.name) == ["ai.model.provider"])
    }

    @Test("what a program called, of which the call of the model is a part")
    func outer() {
        let meaning = VocabularySpan(
            "ai.generateText",
            #"""
            {"ai.operationId":"ai.generateText","ai.model.id":"gpt-4o","ai.usage.promptTokens":5,
             "ai.prompt":"{\"system\":\"Be terse.\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}","ai.response.text":"yo"}
            """#
        ).meaning
        #expect(meaning.operation == .chain && meaning.usage == nil)
        #expect(meaning.input.map(\.parts) == [[.text("Be terse.")], [.text("hi")]])
        #expect(meaning.output.map(\.parts) == [[.text("yo")]])
    }

    @Test("a tool")
    func tool() {
        let meaning = VocabularySpan(
            "ai.toolCall",
            #"{"ai.operationId":"ai.toolCall","ai.toolCall.name":"w","ai.toolCall.args":"{\"a\":1}","ai.toolCall.result":"sunny"}"#
        ).meaning
        #expect(meaning.operation == .tool && meaning.title == "execute_tool w")
        #expect(meaning.input.map(\.parts) == [[.other(kind: "value", json: #"{"a":1}"#)]])
        #expect(meaning.output.map(\.parts) == [[.text("sunny")]])
    }
}
