import Interpretation
import Model

/// Payloads as a recorder writes them, put together for a test.
struct Recording {
    static let start: Int64 = 1_790_000_000_000_000_000

    var span = Span(
        id: SpanID(1)!, traceID: TraceID(high: 1, low: 2), name: "openai.request", scope: "openai",
        startTime: Recording.start)
    var payloads: [Payload] = []
    private var time = Recording.start

    init(name: String = "openai.request") {
        span.name = name
    }

    /// A call of the API at that path.
    init(
        _ path: String, method: String = "POST", base: String = "https://api.openai.com/v1/",
        stream: Bool = false, body: String
    ) {
        self.init()
        add("request", """
            {"method":"\(method)","url":"\(path)","base_url":"\(base)","stream":\(stream),"body":\(body)}
            """)
    }

    /// Adds a payload, a millisecond after the one before.
    mutating func add(_ key: String, _ text: String, mediaType: Payload.MediaType = .json) {
        add(key, Array(text.utf8), mediaType: mediaType)
    }

    mutating func add(_ key: String, _ bytes: [UInt8], mediaType: Payload.MediaType = .json) {
        time += 1_000_000
        payloads.append(Payload(key: key, mediaType: mediaType, time: time, bytes: bytes))
    }

    /// The same recording with one more payload.
    func adding(_ key: String, _ text: String, mediaType: Payload.MediaType = .json) -> Recording {
        var copy = self
        copy.add(key, text, mediaType: mediaType)
        return copy
    }

    /// The same recording with chunks of a stream.
    func streaming(_ chunks: String...) -> Recording {
        chunks.reduce(self) { $0.adding("chunk", $1) }
    }

    var meaning: Meaning { Meaning(of: span, payloads) }
}

extension Recording {
    static let question = #"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}]}"#

    /// A plain chat completion with everything around it.
    static let chat = Recording(
        "/chat/completions",
        body: #"""
            {"messages":[{"role":"system","content":"You are terse."},
             {"role":"user","name":"ada","content":"What is a martlet?"}],
             "model":"gpt-4o-mini","temperature":0.20,"seed":9007199254740993,"stop":["\n",null],
             "metadata":{"b":1,"a":{"é":true}},"max_completion_tokens":null}
            """#
    )
    .adding("response.head", #"{"status":200,"headers":{"x-request-id":"req_1","content-type":"application/json"},"retries":2}"#)
    .adding("response.body", #"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"gpt-4o-mini-2024-07-18",
         "choices":[{"index":0,"message":{"role":"assistant","content":"A bird without feet.","refusal":null,
         "annotations":[]},"logprobs":null,"finish_reason":"stop"}],
         "usage":{"prompt_tokens":21,"completion_tokens":6,"total_tokens":27,
         "prompt_tokens_details":{"cached_tokens":16,"audio_tokens":0},
         "completion_tokens_details":{"reasoning_tokens":4}},"service_tier":"default"}
        """#)

    /// A streamed one with two choices, a tool call in the second, and usage in the last chunk.
    static let stream = Recording("/chat/completions", stream: true, body: question)
        .adding("response.head", #"{"status":200,"headers":{"x-request-id":"req_2"},"retries":0}"#)
        .streaming(
            chunk(#"{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}"#),
            chunk(#"{"index":1,"delta":{"role":"assistant","content":null}}"#),
            chunk(#"{"index":0,"delta":{"content":"Hel"}}"#),
            chunk(#"{"index":1,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]}}"#),
            chunk(#"{"index":0,"delta":{"content":"lo"}},{"index":1,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}"#),
            chunk(#"{"index":1,"delta":{"tool_calls":[{"index":1,"id":"call_b","function":{"name":"time","arguments":"{}"}}]}}"#),
            chunk(#"{"index":1,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}}"#),
            chunk(#"{"index":0,"delta":{},"finish_reason":"length"}"#),
            chunk(#"{"index":1,"delta":{},"finish_reason":"tool_calls"}"#),
            #"{"id":"chatcmpl-2","model":"gpt-4o-mini-2024-07-18","choices":[],"usage":{"prompt_tokens":8,"completion_tokens":20,"total_tokens":28}}"#,
            "[DONE]")

    /// One chunk of a stream with these choices.
    static func chunk(_ choices: String) -> String {
        #"{"id":"chatcmpl-2","object":"chat.completion.chunk","model":"gpt-4o-mini-2024-07-18","choices":[\#(choices)],"usage":null}"#
    }
}
