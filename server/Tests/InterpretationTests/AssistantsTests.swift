import Interpretation
import Model
import Testing

/// Runs of OpenAI's assistants. The events are in the form in which the openai package's types have them, and a recorder
/// writes them: beside their names.
@Suite("Interpretation: assistants")
struct AssistantsTests {
    static let body = #"""
        {"assistant_id":"asst_1","instructions":"Be brief.","additional_instructions":"And kind.","model":"gpt-4o","temperature":0.5,
        "additional_messages":[{"role":"user","content":"Weather in Oslo?"},{"role":"user","content":[{"type":"text","text":"And why?"}]}],"stream":true}
        """#

    static func event(_ name: String, _ data: String) -> String { #"{"event":"\#(name)","data":\#(data)}"# }

    static func run(_ status: String, _ members: String = "") -> String {
        event("thread.run.\(status)", #"""
            {"id":"run_1","object":"thread.run","created_at":1,"assistant_id":"asst_1","thread_id":"thread_1","status":"\#(status)","model":"gpt-4o-2024-08-06",
            "instructions":"Be brief.","tools":[],"metadata":{},"last_error":null,"required_action":null,"incomplete_details":null,"usage":null\#(members)}
            """#)
    }

    static func step(_ status: String, _ details: String, usage: String = "null") -> String {
        event("thread.run.step.\(status)", #"""
            {"id":"step_1","object":"thread.run.step","run_id":"run_1","thread_id":"thread_1","assistant_id":"asst_1","type":"tool_calls",
            "status":"\#(status == "created" ? "in_progress" : status)","step_details":{"type":"tool_calls","tool_calls":[\#(details)]},"usage":\#(usage)}
            """#)
    }

    static func stepDelta(_ call: String) -> String {
        event("thread.run.step.delta", #"{"id":"step_1","object":"thread.run.step.delta","delta":{"step_details":{"type":"tool_calls","tool_calls":[\#(call)]}}}"#)
    }

    static func message(_ status: String, _ content: String, _ members: String = "") -> String {
        event("thread.message.\(status)", #"""
            {"id":"msg_1","object":"thread.message","created_at":1,"assistant_id":"asst_1","thread_id":"thread_1","run_id":"run_1","status":"\#(status)",
            "role":"assistant","content":[\#(content)],"attachments":[],"metadata":{}\#(members)}
            """#)
    }

    static func messageDelta(_ content: String) -> String {
        event("thread.message.delta", #"{"id":"msg_1","object":"thread.message.delta","delta":{"content":[\#(content)]}}"#)
    }

    static func text(_ value: String, _ members: String = "") -> String {
        messageDelta(#"{"index":0,"type":"text","text":{"value":"\#(value)"\#(members)}}"#)
    }

    static let usage = #","usage":{"prompt_tokens":30,"completion_tokens":9,"total_tokens":39,"prompt_token_details":{"cached_tokens":10},"completion_tokens_details":{"reasoning_tokens":4}}"#

    func recording(_ events: [String], path: String = "/threads/thread_1/runs", body: String = Self.body) -> Recording {
        events.reduce(Recording(path, stream: true, body: body)) { $0.adding("chunk", $1) }
    }

    @Test("a run that answers")
    func answer() {
        let meaning = recording([
            Self.run("created"), Self.run("queued"), Self.run("in_progress"), Self.message("created", ""), Self.text("It is ", #","annotations":[]"#),
            Self.text("cold."), Self.message("completed", #"{"type":"text","text":{"value":"It is cold.","annotations":[]}}"#),
            Self.run("completed", Self.usage), "[DONE]",
        ]).meaning
        #expect(meaning.title == "invoke_agent gpt-4o")
        #expect(meaning.operation == .agent)
        #expect(meaning.provider == "openai")
        #expect(meaning.input == [
            Message(role: "system", parts: [.text("Be brief.")]), Message(role: "system", parts: [.text("And kind.")]),
            Message(role: "user", parts: [.text("Weather in Oslo?")]), Message(role: "user", parts: [.text("And why?")]),
        ])
        #expect(meaning.output == [Message(role: "assistant", parts: [.text("It is cold.")], finishReason: "completed")])
        #expect(meaning.parameters.map(\.name) == ["assistant_id", "temperature", "stream"])
        #expect((meaning.requestedModel, meaning.answeredModel) == ("gpt-4o", "gpt-4o-2024-08-06"))
        #expect(meaning.usage == TokenUsage(input: 30, output: 9, total: 39, cachedInput: 10, reasoning: 4))
        #expect(meaning.responseID == "run_1")
        #expect(meaning.session == "thread_1")
        #expect(meaning.isStream && meaning.chunkCount == 8)
        #expect(meaning.timeToFirstToken == 6_000_000)
        #expect(meaning.attributes == [
            .init(name: "gen_ai.agent.id", json: #""asst_1""#), .init(name: "gen_ai.conversation.id", json: #""thread_1""#),
        ])
        #expect(meaning.error == nil)
    }

    @Test("a run that was left before its end has what its deltas say")
    func brokenOff() {
        let meaning = recording([
            Self.run("in_progress"), Self.step("created", ""), Self.stepDelta(#"{"index":0,"id":"c0","type":"code_interpreter","code_interpreter":{"input":"1 +","outputs":[]}}"#),
            Self.stepDelta(#"{"index":0,"type":"code_interpreter","code_interpreter":{"input":" 1"}}"#),
            Self.stepDelta(#"{"index":0,"type":"code_interpreter","code_interpreter":{"outputs":[{"index":0,"type":"logs","logs":"2"}]}}"#),
            Self.step("completed", "", usage: #"{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}"#),
            Self.text("It "), Self.text("is"), Self.messageDelta(#"{"index":1,"type":"image_file","image_file":{"file_id":"file_1"}}"#),
            Self.messageDelta(#"{"index":2,"type":"refusal","refusal":"No"}"#), Self.messageDelta(#"{"index":2,"type":"refusal","refusal":", sorry"}"#),
        ]).meaning
        #expect(meaning.output == [
            Message(role: "assistant", parts: [.toolCall(id: "c0", name: "code_interpreter", arguments: "1 + 1")]),
            Message(role: "tool", parts: [.text("2")], toolCallID: "c0"),
            Message(role: "assistant", parts: [
                .text("It is"), .other(kind: "image_file", json: #"{"index":1,"type":"image_file","image_file":{"file_id":"file_1"}}"#),
                .refusal("No, sorry"),
            ]),
        ])
        #expect(meaning.usage == TokenUsage(input: 5, output: 2, total: 7))
        #expect(meaning.timeToFirstToken == 4_000_000)
    }

    @Test("a run that asks for tools")
    func tools() {
        let calls = #"{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}"#
        let deltas = [
            Self.step("created", ""), Self.stepDelta(#"{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"","output":null}}"#),
            Self.stepDelta(#"{"index":0,"type":"function","function":{"arguments":"{\"city\":"}}"#),
            Self.stepDelta(#"{"index":0,"type":"function","function":{"arguments":"\"Oslo\"}"}}"#),
        ]
        let end = Self.run("requires_action", #","required_action":{"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[\#(calls)]}}"#)
        let expected = [Message(
            role: "assistant", parts: [.toolCall(id: "call_1", name: "weather", arguments: #"{"city":"Oslo"}"#)], finishReason: "requires_action")]
        for events in [deltas + [end], [end], [Self.run("created"), Self.step("in_progress", calls), end]] {
            #expect(recording(events).meaning.output == expected)
            #expect(recording(events).meaning.usage == nil)
        }
        let next = recording([
            Self.step("completed", #"{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}","output":"-3"}}"#),
            Self.message("completed", #"{"type":"text","text":{"value":"Cold.","annotations":[]}}"#), Self.run("completed", Self.usage),
        ], path: "/threads/thread_1/runs/run_1/submit_tool_outputs", body: #"{"tool_outputs":[{"tool_call_id":"call_1","output":"-3"}],"stream":true}"#).meaning
        #expect(next.input == [Message(role: "tool", parts: [.text("-3")], toolCallID: "call_1")])
        #expect(next.output == [
            Message(role: "assistant", parts: [.toolCall(id: "call_1", name: "weather", arguments: #"{"city":"Oslo"}"#)]),
            Message(role: "tool", parts: [.text("-3")], toolCallID: "call_1"),
            Message(role: "assistant", parts: [.text("Cold.")], finishReason: "completed"),
        ])
        #expect(next.title == "invoke_agent gpt-4o-2024-08-06")
        #expect(next.usage?.total == 39)
    }

    @Test("tools of OpenAI's own")
    func ownTools() {
        let meaning = recording([Self.step("completed", #"""
            {"id":"c1","type":"file_search","file_search":{"ranking_options":{},"results":[{"file_id":"f","file_name":"a.txt","score":0.5}]}},
            {"id":"c2","type":"code_interpreter","code_interpreter":{"input":"plot()","outputs":[{"type":"image","image":{"file_id":"file_2"}}]}}
            """#)]).meaning
        #expect(meaning.output.first?.parts == [
            .toolCall(id: "c1", name: "file_search", arguments: ""), .toolCall(id: "c2", name: "code_interpreter", arguments: "plot()"),
        ])
        #expect(meaning.output.dropFirst().map(\.parts) == [
            [.other(kind: "file_search", json: #"{"file_id":"f","file_name":"a.txt","score":0.5}"#)],
            [.other(kind: "image", json: #"{"type":"image","image":{"file_id":"file_2"}}"#)],
        ])
    }

    @Test("a run that fails, and one that has no room")
    func endings() {
        let failed = recording([
            Self.run("in_progress"), Self.text("It"), Self.run("failed", #","last_error":{"code":"rate_limit_exceeded","message":"Slow down"}"#),
        ]).meaning
        #expect(failed.error == RecordedError(type: "rate_limit_exceeded", message: "Slow down"))
        #expect(failed.output == [Message(role: "assistant", parts: [.text("It")], finishReason: "failed")])
        let incomplete = recording([
            Self.message("incomplete", #"{"type":"text","text":{"value":"It","annotations":[]}}"#, #","incomplete_details":{"reason":"max_tokens"}"#),
            Self.run("incomplete", #","incomplete_details":{"reason":"max_completion_tokens"}"#),
        ]).meaning
        #expect(incomplete.output.first?.finishReason == "max_tokens")
        let raised = recording([Self.run("in_progress")]).adding(
            "error", #"{"type":"openai.APIError","message":"The server had an error"}"#).meaning
        #expect(raised.error?.type == "openai.APIError")
    }

    @Test("the same over the body's pieces, without the events' names")
    func rawStream() {
        var recording = Recording("/threads/runs", stream: true, body: #"{"assistant_id":"asst_1","thread":{"messages":[{"role":"user","content":"Hi"}]}}"#)
        recording.add("response.head", #"{"status":200,"headers":{"content-type":"text/event-stream; charset=utf-8"}}"#)
        recording.add("response.part", #"event: thread.run.created\#ndata: {"id":"run_2","object":"thread.run","status":"queued","model":"gpt-4o"}\#n\#n"#)
        recording.add("response.part", #"event: thread.message.delta\#ndata: {"id":"m","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"Hel"#)
        recording.add("response.part", #"lo"}}]}}\#n\#nevent: done\#ndata: [DONE]\#n\#n"#)
        let meaning = recording.meaning
        #expect(meaning.input.map(\.text) == ["Hi"])
        #expect(meaning.output.map(\.text) == ["Hello"])
        #expect(meaning.responseID == "run_2")
    }

    @Test("a run that is not streamed")
    func plain() {
        let reply = #"{"id":"run_3","object":"thread.run","thread_id":"thread_3","assistant_id":"asst_1","status":"queued","model":"gpt-4o","usage":null,"last_error":null}"#
        let meaning = Recording("/threads/thread_3/runs", body: #"{"assistant_id":"asst_1"}"#).adding("response.body", reply).meaning
        #expect(meaning.title == "invoke_agent gpt-4o")
        #expect(meaning.output.isEmpty && !meaning.isStream && meaning.error == nil)
        #expect(meaning.responseID == "run_3")
    }

    @Test("what only looks like a run", arguments: ["/threads", "/threads/t/messages", "/threads/t/runs/r", "/threads/t/runs/r/steps", "/runs", "/other/threads/t/runs/r/cancel"])
    func otherPaths(path: String) {
        #expect(Recording(path, body: "{}").meaning.operation == .request)
    }

    @Test("events of the wrong kind", arguments: [
        "7", "[]", #"{"event":"thread.run.created"}"#, #"{"event":7,"data":{"object":"thread.run","id":7,"usage":[],"status":{},"required_action":3,"last_error":[]}}"#,
        #"{"object":"thread.message.delta","delta":{"content":[7,{"index":"x","text":7},{"type":"text","text":[]}]}}"#,
        #"{"object":"thread.message","content":{"a":1},"role":7}"#, #"{"object":"thread.run.step.delta","delta":{"step_details":{"tool_calls":[7,{"type":7,"function":[]},{"index":-1}]}}}"#,
        #"{"object":"thread.run.step","step_details":[],"usage":{"prompt_tokens":9223372036854775807}}"#,
    ])
    func oddEvents(event: String) {
        let meaning = recording([event, event], body: event).meaning
        #expect(meaning.title.hasPrefix("invoke_agent"))
    }

    @Test("two steps count together without a trap")
    func hugeCounts() {
        let step = #"{"id":"ID","object":"thread.run.step","usage":{"prompt_tokens":9223372036854775807,"total_tokens":1}}"#
        let meaning = recording(["a", "b"].map { step.replacing("ID", with: $0) }).meaning
        #expect(meaning.usage?.total == 2)
    }
}
