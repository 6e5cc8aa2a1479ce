import Model
import Testing

@Suite("Interpretation: other shapes")
struct OtherShapesTests {
    @Test("a text completion, plain and streamed")
    func textCompletion() {
        let call = Recording("/completions", body: #"{"model":"davinci","prompt":["Once","Twice"],"suffix":"."}"#)
        let plain = call.adding("response.body", #"{"id":"cmpl","model":"davinci-2","choices":[{"text":" upon","index":0,"finish_reason":"stop"},{"text":" bitten","index":1}],"usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}}"#).meaning
        #expect(plain.operation == .textCompletion)
        #expect(plain.title == "text_completion davinci")
        #expect(plain.input.map(\.text) == ["Once", "Twice"])
        #expect(plain.output == [
            Message(role: "assistant", parts: [.text(" upon")], choice: 0, finishReason: "stop"),
            Message(role: "assistant", parts: [.text(" bitten")], choice: 1),
        ])
        #expect(plain.parameters == [.init(name: "suffix", json: #"".""#)])
        #expect(plain.usage?.total == 4)

        let stream = call.streaming(
            #"{"choices":[{"text":"","index":0}]}"#, #"{"choices":[{"text":" up","index":0}]}"#,
            #"{"choices":[{"text":"on","index":0,"finish_reason":"length"}]}"#, "[DONE]").meaning
        #expect(stream.output.map(\.text) == [" upon"])
        #expect(stream.output.first?.finishReason == "length")
        #expect(stream.timeToFirstToken == 3_000_000)
    }

    @Test("embeddings: count and dimension, not the vectors", arguments: [
        #"[0.1,-0.2,0.3,0.4]"#, #""AAAAAAAAAAAAAAAAAAAAAA==""#,
    ])
    func embeddings(vector: String) {
        let meaning = Recording("/embeddings", body: #"{"model":"e","input":["a","b"],"encoding_format":"base64"}"#)
            .adding("response.body", #"{"data":[{"index":0,"embedding":\#(vector)},{"index":1,"embedding":\#(vector)}],"model":"e-1","usage":{"prompt_tokens":2,"total_tokens":2}}"#).meaning
        #expect(meaning.operation == .embeddings)
        #expect(meaning.title == "embeddings e")
        #expect(meaning.input.map(\.text) == ["a", "b"])
        #expect(meaning.output.map(\.parts) == [[.other(kind: "embeddings", json: #"{"count":2,"dimensions":4}"#)]])
        #expect(meaning.attributes == [.init(name: "gen_ai.embeddings.dimension.count", json: "4")])
        #expect(meaning.usage == TokenUsage(input: 2, total: 2))
    }

    @Test("embeddings of tokens")
    func tokens() {
        #expect(Recording("/embeddings", body: #"{"input":[1,2]}"#).meaning.input.map(\.parts) == [[.other(kind: "tokens", json: "[1,2]")]])
        #expect(Recording("/embeddings", body: #"{"input":[[1],[2,3]]}"#).meaning.input.count == 2)
    }

    @Test("a response, plain")
    func response() {
        let meaning = Recording("/responses", body: #"""
            {"model":"o4-mini","instructions":"Be kind.","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"7"}],"store":false}
            """#).adding("response.body", #"""
            {"id":"resp_1","model":"o4-mini-x","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Thinking"}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]},{"type":"web_search_call","id":"w"}],
            "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":1},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":8},"total_tokens":14},"error":null}
            """#).meaning
        #expect(meaning.title == "chat o4-mini")
        #expect(meaning.input == [
            Message(role: "system", parts: [.text("Be kind.")]), Message(role: "user", parts: [.text("Hi")]),
            Message(role: "assistant", parts: [.toolCall(id: "c", name: "f", arguments: "{}")]),
            Message(role: "tool", parts: [.text("7")], toolCallID: "c"),
        ])
        #expect(meaning.output.map(\.parts) == [
            [.reasoning("Thinking")], [.text("Hello")], [.other(kind: "web_search_call", json: #"{"type":"web_search_call","id":"w"}"#)],
        ])
        #expect(meaning.usage == TokenUsage(input: 5, output: 9, total: 14, cachedInput: 1, reasoning: 8))
        #expect(meaning.parameters == [.init(name: "store", json: "false")])
        #expect(meaning.error == nil)
    }

    @Test("a response, streamed, to its end or not")
    func responseStream() {
        let begun = Recording("/responses", stream: true, body: #"{"model":"m","input":"Hi"}"#).streaming(
            #"{"type":"response.created","response":{"id":"resp_2","model":"m-1","output":[],"usage":null}}"#,
            #"{"type":"response.output_text.delta","output_index":0,"delta":"Hel"}"#,
            #"{"type":"response.output_text.delta","output_index":0,"delta":"lo"}"#,
            #"{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"c","name":"f","arguments":""}}"#,
            #"{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"}"#)
        #expect(begun.meaning.output.map(\.parts) == [[.text("Hello")], [.toolCall(id: "c", name: "f", arguments: "{}")]])
        #expect(begun.meaning.timeToFirstToken == 3_000_000)
        #expect(begun.meaning.input.map(\.text) == ["Hi"])

        let ended = begun.streaming(
            #"{"type":"response.completed","response":{"id":"resp_2","model":"m-1","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello!"}]}],"usage":{"input_tokens":1,"output_tokens":2}}}"#
        ).meaning
        #expect(ended.output.map(\.text) == ["Hello!"])
        #expect(ended.responseID == "resp_2")
        #expect(ended.answeredModel == "m-1")
        #expect(ended.usage == TokenUsage(input: 1, output: 2, total: 3))

        let failed = begun.streaming(
            #"{"type":"response.failed","response":{"id":"resp_2","error":{"code":"server_error","message":"Sorry."},"output":[]}}"#
        ).meaning
        #expect(failed.error == RecordedError(type: "server_error", message: "Sorry."))
        #expect(failed.output.first?.text == "Hello")
    }

    @Test("an API that is not known", arguments: [
        ("/images/generations?secret=1", "POST", "POST /images/generations"), ("models", "get", "GET /models"),
        ("/chat/completions/chatcmpl-1", "GET", "GET /chat/completions/chatcmpl-1"), ("", "POST", "POST /"),
        ("https://example.com/a//b/", "DELETE", "DELETE /a/b"), ("/notchat/completionsx", "POST", "POST /notchat/completionsx"),
    ])
    func unknown(url: String, method: String, title: String) {
        let meaning = Recording(url, method: method, body: #"{"model":"dall-e","prompt":"a bird","n":2}"#).meaning
        #expect(meaning.title == title)
        #expect(meaning.operation == .request)
        #expect(meaning.requestedModel == "dall-e")
        #expect(meaning.parameters == [.init(name: "prompt", json: #""a bird""#), .init(name: "n", json: "2")])
    }

    @Test("a span that called nothing: its name, and its attributes, later ones over earlier ones")
    func plainSpan() {
        let meaning = Recording(name: "load_documents")
            .adding("attributes", #"{"a":1,"b":"x"}"#).adding("attributes", #"{"b":{"y":2},"c":null}"#)
            .adding("attributes", "[1]").adding("something new", "whatever").meaning
        #expect(meaning.title == "load_documents")
        #expect(meaning.operation == .span)
        #expect(meaning.attributes == [
            .init(name: "a", json: "1"), .init(name: "b", json: #"{"y":2}"#), .init(name: "c", json: "null"),
        ])
        #expect(Recording(name: "x").meaning == Meaning(title: "x"))
    }
}
