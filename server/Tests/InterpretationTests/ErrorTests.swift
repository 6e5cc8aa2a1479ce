import Model
import Testing

@Suite("Interpretation: errors")
struct ErrorTests {
    let call = Recording("/chat/completions", body: Recording.question)

    @Test("the exception that the program saw, completed from the reply's head")
    func exception() {
        let meaning = call
            .adding("response.head", #"{"status":429,"headers":{"x-request-id":"req_9"},"retries":2}"#)
            .adding("response.body", #"{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}"#)
            .adding("error", #"{"type":"openai.RateLimitError","message":"Error code: 429"}"#).meaning
        #expect(meaning.error == RecordedError(
            type: "openai.RateLimitError", message: "Error code: 429", status: 429, requestID: "req_9"))
        #expect(meaning.retries == 2)
        #expect(meaning.title == "chat gpt-4o-mini")
        #expect(meaning.input.count == 1)
    }

    @Test("what an exception says itself goes before")
    func exceptionFields() {
        let meaning = call.adding("error", #"{"type":"T","message":"M","status":400,"request_id":"own"}"#).meaning
        #expect(meaning.error == RecordedError(type: "T", message: "M", status: 400, requestID: "own"))
        #expect(meaning.requestID == "own")
    }

    @Test("an error in the body")
    func body() {
        let meaning = call.adding("response.head", #"{"status":401,"headers":{}}"#)
            .adding("response.body", #"{"error":{"message":"Bad key.","type":"invalid_request_error","code":"invalid_api_key"}}"#)
            .meaning
        #expect(meaning.error == RecordedError(type: "invalid_request_error", message: "Bad key.", status: 401))
    }

    @Test("an error in the middle of a stream; what came before is kept", arguments: [
        (#"{"error":{"message":"Overloaded","code":503}}"#, RecordedError(type: "error", message: "Overloaded", status: 503)),
        (#"{"error":"gone"}"#, RecordedError(type: "error", message: "gone")),
        (#"{"object":"error","message":"vLLM","type":"BadRequestError","code":400}"#,
            RecordedError(type: "BadRequestError", message: "vLLM", status: 400)),
        (#"{"error":{"odd":true}}"#, RecordedError(type: "error", message: #"{"odd":true}"#)),
    ])
    func stream(chunk: String, error: RecordedError) {
        let meaning = call.adding("response.head", #"{"status":200,"headers":{}}"#)
            .streaming(Recording.chunk(#"{"delta":{"content":"so far"}}"#), #"{"error":null}"#, chunk).meaning
        #expect(meaning.error == error)
        #expect(meaning.output.map(\.text) == ["so far"])
        #expect(meaning.httpStatus == 200)
    }

    @Test("a proxy's error page")
    func page() {
        let page = "<html>502 Bad Gateway" + String(repeating: " ", count: 5_000)
        let meaning = call.adding("response.head", #"{"status":502,"headers":{}}"#)
            .adding("response.body", page, mediaType: .text).meaning
        #expect(meaning.error?.type == "HTTP 502")
        #expect(meaning.error?.message.hasPrefix("<html>502 Bad Gateway") == true)
        #expect(meaning.error?.message.count == 2_000)
        #expect(meaning.error?.status == 502)
        #expect(meaning.output.isEmpty)
    }

    @Test("an error of a span that called nothing, in any form")
    func plainSpan() {
        let recording = Recording(name: "load")
        #expect(recording.adding("error", #"{"type":"ValueError","message":"no"}"#).meaning.error
            == RecordedError(type: "ValueError", message: "no"))
        #expect(recording.adding("error", "just text").meaning.error == RecordedError(type: "error", message: "just text"))
        #expect(recording.adding("error", "{}").meaning.error == RecordedError(type: "error", message: ""))
        #expect(recording.adding("error", #"{"type":"KeyError","mess"#).meaning.error?.type == "KeyError")
    }
}
