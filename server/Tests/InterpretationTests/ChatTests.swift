import Model
import Testing

@Suite("Interpretation: a plain chat completion")
struct ChatTests {
    let meaning = Recording.chat.meaning

    @Test("what it was")
    func whatItWas() {
        #expect(meaning.title == "chat gpt-4o-mini")
        #expect(meaning.operation == .chat)
        #expect(meaning.provider == "openai")
        #expect(meaning.baseURL == "https://api.openai.com/v1")
        #expect(meaning.requestedModel == "gpt-4o-mini")
        #expect(meaning.answeredModel == "gpt-4o-mini-2024-07-18")
        #expect(!meaning.isStream)
        #expect(meaning.chunkCount == 0)
        #expect(meaning.timeToFirstToken == nil)
    }

    @Test("prompt and answer")
    func conversation() {
        #expect(meaning.input == [
            Message(role: "system", parts: [.text("You are terse.")]),
            Message(role: "user", parts: [.text("What is a martlet?")], name: "ada"),
        ])
        #expect(meaning.output == [
            Message(role: "assistant", parts: [.text("A bird without feet.")], choice: 0, finishReason: "stop")
        ])
    }

    @Test("parameters exactly as sent, and none that were not")
    func parameters() {
        #expect(meaning.parameters == [
            .init(name: "temperature", json: "0.20"),
            .init(name: "seed", json: "9007199254740993"),
            .init(name: "stop", json: #"["\n",null]"#),
            .init(name: "metadata", json: #"{"b":1,"a":{"é":true}}"#),
            .init(name: "max_completion_tokens", json: "null"),
        ])
    }

    @Test("usage and what the reply's head says")
    func reply() {
        #expect(meaning.usage == TokenUsage(input: 21, output: 6, total: 27, cachedInput: 16, reasoning: 4))
        #expect(meaning.responseID == "chatcmpl-1")
        #expect(meaning.requestID == "req_1")
        #expect(meaning.httpStatus == 200)
        #expect(meaning.retries == 2)
        #expect(meaning.error == nil)
    }

    @Test("all that a message can hold")
    func parts() {
        let meaning = Recording("/chat/completions", body: #"""
            {"model":"m","messages":[
              {"role":"user","content":[{"type":"text","text":"Look:"},{"type":"image_url","image_url":{"url":"https://x/y.png"}},"bare",7]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
                {"id":"c2","type":"custom","custom":{"name":"g","input":"raw"}}, {"id":"c3","type":"odd"}]},
              {"role":"tool","tool_call_id":"c1","content":"42"},
              {"role":"assistant","function_call":{"name":"old","arguments":"{}"},"refusal":"No.","reasoning_content":"Hm."},
              {"role":"assistant","content":"","reasoning":"R","audio":{"id":"au"},"annotations":[{"type":"url_citation"}]},
              "not an object", {"content":{"odd":true}}, {"$type":"app.Message","repr":"…"}]}
            """#).meaning
        #expect(meaning.input == [
            Message(role: "user", parts: [
                .text("Look:"),
                .other(kind: "image_url", json: #"{"type":"image_url","image_url":{"url":"https://x/y.png"}}"#),
                .text("bare"), .other(kind: "part", json: "7"),
            ]),
            Message(role: "assistant", parts: [
                .toolCall(id: "c1", name: "f", arguments: #"{"a":1}"#),
                .toolCall(id: "c2", name: "g", arguments: "raw"),
                .other(kind: "odd", json: #"{"id":"c3","type":"odd"}"#),
            ]),
            Message(role: "tool", parts: [.text("42")], toolCallID: "c1"),
            Message(role: "assistant", parts: [
                .reasoning("Hm."), .refusal("No."), .toolCall(id: nil, name: "old", arguments: "{}"),
            ]),
            Message(role: "assistant", parts: [
                .reasoning("R"), .other(kind: "audio", json: #"{"id":"au"}"#),
                .other(kind: "annotations", json: #"[{"type":"url_citation"}]"#),
            ]),
            Message(role: "unknown", parts: [.text("not an object")]),
            Message(role: "unknown", parts: [.other(kind: "part", json: #"{"odd":true}"#)]),
            Message(role: "unknown", parts: [.other(kind: "message", json: #"{"$type":"app.Message","repr":"…"}"#)]),
        ])
    }

    @Test("several choices, numbered or not")
    func choices() {
        let output = Recording("/chat/completions", body: Recording.question)
            .adding("response.body", #"{"choices":[{"message":{"content":"a"}},{"index":7,"message":{"role":"bot","content":["b"]}},{},null]}"#)
            .meaning.output
        #expect(output.map(\.choice) == [0, 7, 2, 3])
        #expect(output.map(\.text) == ["a", "b", "", ""])
        #expect(output.map(\.role) == ["assistant", "bot", "assistant", "assistant"])
    }

    @Test("Azure: deployment in the path, request id under another name")
    func azure() {
        let meaning = Recording(
            "/deployments/my-gpt/chat/completions?api-version=2024-10-21&key=secret",
            base: "https://user:secret@acme.openai.azure.com/openai/?key=secret", body: #"{"messages":[]}"#
        ).adding("response.head", #"{"status":200,"headers":{"apim-request-id":"a-1"}}"#).meaning
        #expect(meaning.provider == "azure.ai.openai")
        #expect(meaning.baseURL == "https://acme.openai.azure.com/openai")
        #expect(meaning.requestedModel == "my-gpt")
        #expect(meaning.title == "chat my-gpt")
        #expect(meaning.requestID == "a-1")
        let ofClient = Recording("/chat/completions", base: "https://acme.openai.azure.com/openai/deployments/mine/", body: "{}")
        #expect(ofClient.meaning.requestedModel == "mine")
    }

    @Test("providers by host", arguments: [
        ("https://api.openai.com/v1", "openai"), ("https://eu.api.openai.com/v1", "openai"),
        ("https://notapi.openai.com.evil.example", "notapi.openai.com.evil.example"),
        ("http://127.0.0.1:8123/v1", "127.0.0.1"), ("http://[::1]:8123/v1", "::1"),
        ("https://API.DeepSeek.com", "deepseek"), ("localhost", nil), ("", nil),
    ] as [(String, String?)])
    func providers(base: String, provider: String?) {
        #expect(Recording("/chat/completions", base: base, body: "{}").meaning.provider == provider)
    }

    @Test("an absolute URL says more than the base")
    func absoluteURL() {
        let meaning = Recording("https://api.groq.com/openai/v1/chat/completions", body: Recording.question).meaning
        #expect(meaning.provider == "groq")
        #expect(meaning.operation == .chat)
    }

    @Test("what a call cost, where the reply says it", arguments: [
        ("0.0125", Cost(total: 0.0125)), ("0", Cost(total: 0)), ("-1", nil), ("null", nil), (#""0.1""#, nil),
        (#"{"input_tokens_cost":0.1,"output_tokens_cost":0.2,"total_cost":0.5}"#, Cost(input: 0.1, output: 0.2, total: 0.5)),
    ] as [(String, Cost?)])
    func cost(text: String, cost: Cost?) {
        let usage = #""usage":{"prompt_tokens":3,"completion_tokens":1,"cost":\#(text)}"#
        let call = Recording("/chat/completions", base: "https://openrouter.ai/api/v1", body: Recording.question)
        #expect(call.adding("response.body", "{\(usage)}").meaning.cost == cost)
        #expect(call.streaming(#"{"choices":[],\#(usage)}"#, "[DONE]").meaning.cost == cost)
    }

    @Test("the tier and the system that answered")
    func answeringSystem() {
        let told = #""service_tier":"priority","system_fingerprint":"fp_1""#
        let call = Recording("/chat/completions", body: Recording.question)
        let expected: [Meaning.Parameter] = [
            .init(name: "openai.response.service_tier", json: #""priority""#),
            .init(name: "openai.response.system_fingerprint", json: #""fp_1""#),
        ]
        #expect(call.adding("response.body", "{\(told)}").meaning.attributes == expected)
        let chunks = call.streaming(
            #"{"choices":[],"service_tier":"auto","system_fingerprint":null}"#, #"{"choices":[],\#(told)}"#).meaning
        #expect(chunks.attributes == expected)
        let response = Recording("/responses", stream: true, body: #"{"model":"m","input":"Hi"}"#)
            .streaming(#"{"type":"response.completed","response":{"output":[],"service_tier":"flex"}}"#).meaning
        #expect(response.attributes == [.init(name: "openai.response.service_tier", json: #""flex""#)])
    }
}
