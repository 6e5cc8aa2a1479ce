import Model
import Testing

@Suite("Interpretation: Anthropic's messages")
struct AnthropicTests {
    static let base = "https://api.anthropic.com"

    static let call = Recording("/v1/messages", base: base, body: #"""
        {"model":"claude-sonnet-4-5","max_tokens":100,"temperature":0.5,
         "system":[{"type":"text","text":"Be terse."}],
         "messages":[{"role":"user","content":"Weather?"},
          {"role":"assistant","content":[{"type":"thinking","thinking":"Ask.","signature":"s"},
           {"type":"tool_use","id":"tu_1","name":"weather","input":{"city":"Oslo"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"tu_1","content":"7 °C"},
           {"type":"text","text":"And?"}]}]}
        """#)

    @Test("a message, with tools, thinking and a cache")
    func message() {
        let meaning = Self.call
            .adding("response.head", #"{"status":200,"headers":{"request-id":"req_a"},"retries":1}"#)
            .adding("response.body", #"""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929",
                 "content":[{"type":"thinking","thinking":"Cold.","signature":"x"},{"type":"text","text":"Take a coat."},
                 {"type":"tool_use","id":"tu_2","name":"buy","input":{"what":"coat"}}],
                 "stop_reason":"tool_use","stop_sequence":null,
                 "usage":{"input_tokens":10,"cache_read_input_tokens":90,"cache_creation_input_tokens":5,"output_tokens":7}}
                """#).meaning
        #expect(meaning.operation == .chat)
        #expect(meaning.title == "chat claude-sonnet-4-5")
        #expect(meaning.provider == "anthropic")
        #expect(meaning.answeredModel == "claude-sonnet-4-5-20250929")
        #expect(meaning.responseID == "msg_1")
        #expect(meaning.requestID == "req_a")
        #expect(meaning.retries == 1)
        #expect(meaning.input == [
            Message(role: "system", parts: [.text("Be terse.")]),
            Message(role: "user", parts: [.text("Weather?")]),
            Message(role: "assistant", parts: [
                .reasoning("Ask."), .toolCall(id: "tu_1", name: "weather", arguments: #"{"city":"Oslo"}"#),
            ]),
            Message(role: "tool", parts: [.text("7 °C")], toolCallID: "tu_1"),
            Message(role: "user", parts: [.text("And?")]),
        ])
        #expect(meaning.output == [
            Message(role: "assistant", parts: [
                .reasoning("Cold."), .text("Take a coat."),
                .toolCall(id: "tu_2", name: "buy", arguments: #"{"what":"coat"}"#),
            ], finishReason: "tool_use"),
        ])
        #expect(meaning.usage == TokenUsage(input: 105, output: 7, total: 112, cachedInput: 90))
        #expect(meaning.attributes == [.init(name: "gen_ai.usage.cache_creation.input_tokens", json: "5")])
        #expect(meaning.parameters.map(\.name) == ["max_tokens", "temperature"])
    }

    static let events = [
        #"{"type":"message_start","message":{"id":"msg_2","type":"message","role":"assistant","content":[],"model":"claude-x-1","stop_reason":null,"usage":{"input_tokens":9,"output_tokens":1}}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
        #"{"type":"ping"}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"abc"}}"#,
        #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}}"#,
        #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"tu","name":"f","input":{}}}"#,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}"#,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":20}}"#,
        #"{"type":"message_stop"}"#,
    ]

    static let answer = Message(
        role: "assistant", parts: [.reasoning("Hm"), .text("Hello"), .toolCall(id: "tu", name: "f", arguments: #"{"a":1}"#)],
        finishReason: "tool_use")

    @Test("a stream")
    func stream() {
        let meaning = Self.events.reduce(Self.call) { $0.adding("chunk", $1) }.meaning
        #expect(meaning.output == [Self.answer])
        #expect(meaning.usage == TokenUsage(input: 9, output: 20, total: 29))
        #expect(meaning.responseID == "msg_2")
        #expect(meaning.answeredModel == "claude-x-1")
        #expect(meaning.isStream)
        // The fourth chunk, behind the request.
        #expect(meaning.timeToFirstToken == 5_000_000)
    }

    @Test("a stream that was cut off has what had come")
    func cut() {
        let meaning = Self.events.prefix(7).reduce(Self.call) { $0.adding("chunk", $1) }.meaning
        #expect(meaning.output.map(\.parts) == [[.reasoning("Hm"), .text("Hel")]])
        #expect(meaning.output.first?.finishReason == nil)
    }

    @Test("a stream that was read as lines, in pieces of every size", arguments: [1, 7, 100, 100_000])
    func lines(size: Int) {
        var recording = Self.call
            .adding("response.head", #"{"status":200,"headers":{"content-type":"text/event-stream; charset=utf-8"}}"#)
        let whole = Array(Self.events.map { "event: x\r\ndata: \($0)\r\n\r\n" }.joined().utf8)
        for start in stride(from: 0, to: whole.count, by: size) {
            recording.add("response.part", Array(whole[start..<min(start + size, whole.count)]), mediaType: .text)
        }
        let meaning = recording.meaning
        #expect(meaning.output == [Self.answer])
        #expect(meaning.chunkCount == Self.events.count)
    }

    @Test("a body in pieces is a body")
    func parts() {
        let body = #"{"id":"chatcmpl","choices":[{"index":0,"message":{"role":"assistant","content":"Grüße"}}]}"#
        var recording = Recording("/chat/completions", body: Recording.question)
        for byte in body.utf8 { recording.add("response.part", [byte], mediaType: .text) }
        #expect(recording.meaning.output.map(\.text) == ["Grüße"])
    }

    @Test("an error")
    func error() {
        let meaning = Self.call
            .adding("response.head", #"{"status":529,"headers":{"request-id":"req_e"}}"#)
            .adding("response.body", #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#).meaning
        #expect(meaning.error?.type == "overloaded_error")
        #expect(meaning.error?.status == 529)
        #expect(meaning.output.isEmpty)
    }

    @Test("Bedrock and Vertex name the model in the path", arguments: [
        ("/model/anthropic.claude-3-v1:0/invoke", "https://bedrock-runtime.us-east-1.amazonaws.com", "anthropic.claude-3-v1:0", "aws.bedrock"),
        ("/model/anthropic.claude-3-v1:0/invoke-with-response-stream", "https://bedrock-runtime.us-east-1.amazonaws.com", "anthropic.claude-3-v1:0", "aws.bedrock"),
        ("/projects/p/locations/l/publishers/anthropic/models/claude-3@1:rawPredict", "https://l-aiplatform.googleapis.com/v1", "claude-3@1", "gcp.vertex_ai"),
    ])
    func clouds(path: String, base: String, model: String, provider: String) {
        let meaning = Recording(path, base: base, body: #"{"anthropic_version":"x","messages":[{"role":"user","content":"Hi"}]}"#).meaning
        #expect(meaning.requestedModel == model)
        #expect(meaning.input.map(\.text) == ["Hi"])
        #expect(meaning.title == "chat \(model)")
        #expect(meaning.provider == provider)
    }

    @Test("messages of other APIs are not taken for Anthropic's")
    func others() {
        #expect(Recording("/threads/t/messages", body: #"{"role":"user","content":"x"}"#).meaning.operation == .request)
    }
}
