import Model
import Testing

@Suite("Interpretation: a streamed chat completion")
struct ChatStreamTests {
    let meaning = Recording.stream.meaning

    @Test("each choice is put together for itself")
    func choices() {
        #expect(meaning.output == [
            Message(role: "assistant", parts: [.text("Hello")], choice: 0, finishReason: "length"),
            Message(
                role: "assistant",
                parts: [
                    .toolCall(id: "call_a", name: "weather", arguments: #"{"city":"Oslo"}"#),
                    .toolCall(id: "call_b", name: "time", arguments: "{}"),
                ], choice: 1, finishReason: "tool_calls"),
        ])
    }

    @Test("what is said of the whole")
    func whole() {
        #expect(meaning.isStream)
        #expect(meaning.title == "chat gpt-4o-mini")
        #expect(meaning.answeredModel == "gpt-4o-mini-2024-07-18")
        #expect(meaning.usage == TokenUsage(input: 8, output: 20, total: 28))
        #expect(meaning.responseID == "chatcmpl-2")
        #expect(meaning.requestID == "req_2")
        #expect(meaning.error == nil)
    }

    @Test("the end mark is no chunk")
    func chunkCount() {
        #expect(meaning.chunkCount == 10)
        #expect(Recording.stream.streaming(" [DONE]\n").meaning.chunkCount == 10)
    }

    @Test("the first token is the first thing of an answer, not the first chunk")
    func firstToken() {
        // Request, head, two chunks that only open a choice, and then "Hel".
        #expect(meaning.timeToFirstToken == 5_000_000)
    }

    @Test("anything of an answer counts as its first token", arguments: [
        #"{"delta":{"content":"x"}}"#, #"{"delta":{"refusal":"x"}}"#, #"{"delta":{"reasoning_content":"x"}}"#,
        #"{"delta":{"reasoning":"x"}}"#, #"{"delta":{"tool_calls":[{"index":0,"function":{"name":"f"}}]}}"#,
        #"{"delta":{"function_call":{"name":"f"}}}"#, #"{"delta":{"content":[{"type":"text","text":"x"}]}}"#,
    ])
    func firstTokens(choice: String) {
        let recording = Recording("/chat/completions", stream: true, body: Recording.question)
            .streaming(Recording.chunk(#"{"delta":{"role":"assistant","content":"","refusal":null}}"#), Recording.chunk(choice))
        #expect(recording.meaning.timeToFirstToken == 3_000_000)
    }

    @Test("a stream that is cut off has what had arrived")
    func interrupted() {
        var recording = Recording.stream
        recording.payloads.removeLast(8)
        #expect(recording.meaning.output == [
            Message(role: "assistant", parts: [.text("Hel")], choice: 0), Message(role: "assistant", parts: [], choice: 1),
        ])
        #expect(recording.meaning.chunkCount == 3)
        #expect(recording.meaning.usage == nil)
    }

    @Test("a stream of which nothing came")
    func nothing() {
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question).meaning
        #expect(meaning.isStream)
        #expect(meaning.chunkCount == 0)
        #expect(meaning.output.isEmpty)
        #expect(meaning.timeToFirstToken == nil)
    }

    @Test("reasoning, refusal and the old function call")
    func kinds() {
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question).streaming(
            Recording.chunk(#"{"index":0,"delta":{"reasoning_content":"Let me ","reasoning":"Let me "}}"#),
            Recording.chunk(#"{"index":0,"delta":{"reasoning_content":"think."}}"#),
            Recording.chunk(#"{"index":0,"delta":{"refusal":"I can"}}"#),
            Recording.chunk(#"{"index":0,"delta":{"refusal":"not."}}"#),
            Recording.chunk(#"{"index":0,"delta":{"function_call":{"name":"old","arguments":"{"}}}"#),
            Recording.chunk(#"{"index":0,"delta":{"function_call":{"arguments":"}"}}}"#)
        ).meaning
        #expect(meaning.output == [
            Message(role: "assistant", parts: [
                .reasoning("Let me think."), .refusal("I cannot."), .toolCall(id: nil, name: "old", arguments: "{}"),
            ], choice: 0)
        ])
    }

    @Test("tool calls of servers that leave the index out, repeat the name, or send arguments as JSON")
    func oddToolCalls() {
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question).streaming(
            Recording.chunk(#"{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}}"#),
            Recording.chunk(#"{"delta":{"tool_calls":[{"function":{"name":"f","arguments":"1}"}}]}}"#),
            Recording.chunk(#"{"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":{"y":2}}}, null, 3]}}"#)
        ).meaning
        #expect(meaning.output.first?.parts == [
            .toolCall(id: "a", name: "f", arguments: #"{"x":1}"#), .toolCall(id: "b", name: "g", arguments: #"{"y":2}"#),
        ])
    }

    @Test("chunks as some servers send them: no delta, whole messages, filters, other text")
    func oddChunks() {
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question).streaming(
            #"{"choices":[],"prompt_filter_results":[{}],"model":"","id":""}"#,
            #"{"choices":null,"id":"x"}"#, "not JSON", "", "[]", "7", #"{"choices":[{"finish_reason":null},null,"x"]}"#,
            #"{"choices":[{"message":{"role":"assistant","content":"whole"}}],"x_groq":{"usage":{"prompt_tokens":3}}}"#,
            #"{"choices":[{"index":0.0,"delta":{},"message":{"content":"whole"},"finish_reason":"stop"}]}"#
        ).meaning
        #expect(meaning.output == [
            Message(role: "assistant", parts: [.text("whole")], choice: 0, finishReason: "stop")
        ])
        #expect(meaning.responseID == "x")
        #expect(meaning.chunkCount == 9)
        #expect(meaning.usage == TokenUsage(input: 3, total: 3))
    }

    @Test("usage that counts up: the last one holds")
    func runningUsage() {
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question).streaming(
            #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#,
            #"{"choices":[],"usage":{"prompt_tokens":3.0,"completion_tokens":2.0,"total_tokens":-1}}"#
        ).meaning
        #expect(meaning.usage == TokenUsage(input: 3, output: 2, total: 5))
    }

    @Test("a request for a stream that was answered at once")
    func plainAnswer() {
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question)
            .adding("response.body", #"{"choices":[{"message":{"content":"at once"}}]}"#).meaning
        #expect(meaning.isStream)
        #expect(meaning.output.map(\.text) == ["at once"])
    }

    @Test("times that make no sense do not trap")
    func times() {
        var recording = Recording.stream
        recording.span.startTime = .min
        #expect(recording.meaning.timeToFirstToken == nil)
        recording.span.startTime = .max
        #expect(recording.meaning.timeToFirstToken == 0)
    }

    @Test("sound and its transcript come in pieces", arguments: [
        ("AAAA", #""AAAABBB=""#), ("AA==", #"["AA==","BBB="]"#), ("AAA", #"["AAA","BBB="]"#),
    ])
    func audio(first: String, sound: String) {
        func chunk(_ audio: String) -> String { Recording.chunk(#"{"index":0,"delta":{"audio":\#(audio)}}"#) }
        let meaning = Recording("/chat/completions", stream: true, body: Recording.question).streaming(
            chunk("null"), chunk(#"{"id":"a1","transcript":"Why "}"#), chunk(#"{"data":"\#(first)"}"#),
            chunk(#"{"transcript":"not?","data":"BBB="}"#), chunk(#"{"expires_at":1790000000}"#)
        ).meaning
        let audio = #"{"id":"a1","expires_at":1790000000,"data":\#(sound),"transcript":"Why not?"}"#
        #expect(meaning.output.map(\.parts) == [[.other(kind: "audio", json: audio)]])
        #expect(meaning.timeToFirstToken == 3_000_000)
    }
}
