import Interpretation
import Model
import Testing

/// Messages and exceptions that came as log records of a span.
@Suite struct VocabularyLogTests {
    private func meaning(
        _ logs: [String], times: [Int64]? = nil, attributes: String = #"{"gen_ai.operation.name":"chat"}"#, status: SpanStatus = .ok
    ) -> Meaning {
        let span = VocabularySpan("chat gpt-4o", status: status, attributes).span
        var payloads = [Payload(key: "attributes", mediaType: .json, time: 1, bytes: Array(attributes.utf8))]
        for (position, log) in logs.enumerated() {
            payloads.append(
                Payload(key: "log", mediaType: .json, time: times?[position] ?? Int64(position), bytes: Array(log.utf8)))
        }
        return Meaning(of: span, payloads)
    }

    private let system = #"{"name":"gen_ai.system.message","attributes":{"gen_ai.system":"openai"},"body":{"content":"You are terse."}}"#
    private let user = #"{"name":"gen_ai.user.message","attributes":{"gen_ai.system":"openai"},"body":{"content":"What is a martlet?"}}"#
    private let choice = #"{"name":"gen_ai.choice","attributes":{"gen_ai.system":"openai"},"body":{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"A bird."}}}"#

    @Test func oneRecordForEachMessage() {
        let meaning = meaning([system, user, choice])
        #expect(meaning.asked == ["system: You are terse.", "user: What is a martlet?"])
        #expect(meaning.answered == ["assistant: A bird."])
        #expect(meaning.output[0].finishReason == "stop")
    }

    /// They come in requests of their own, in any order.
    @Test func theyAreInTheOrderOfTheirTimes() {
        let meaning = meaning([choice, user, system], times: [30, 20, 10])
        #expect(meaning.asked == ["system: You are terse.", "user: What is a martlet?"])
        #expect(meaning.answered == ["assistant: A bird."])
    }

    @Test func toolCallsAndWhatToolsAnswer() {
        let meaning = meaning([
            user,
            #"{"name":"gen_ai.assistant.message","attributes":{},"body":{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\": \"Bern\"}"}}]}}"#,
            #"{"name":"gen_ai.tool.message","attributes":{},"body":{"content":"rain","id":"call_1"}}"#, choice,
        ])
        #expect(meaning.input.map(\.role) == ["user", "assistant", "tool"])
        #expect(meaning.input[1].parts == [.toolCall(id: "call_1", name: "weather", arguments: #"{"city": "Bern"}"#)])
        #expect(meaning.input[2].toolCallID == "call_1" && meaning.input[2].text == "rain")
    }

    @Test func allMessagesInOneRecord() {
        let meaning = meaning([
            #"{"name":"gen_ai.client.inference.operation.details","attributes":{"gen_ai.system_instructions":[{"type":"text","content":"Be kind."}],"gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"Why?"}]}],"gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"text","content":"So."}],"finish_reason":"stop"}]}}"#
        ])
        #expect(meaning.asked == ["system: Be kind.", "user: Why?"])
        #expect(meaning.answered == ["assistant: So."])
    }

    /// Without leave to record what is said, a record says only that there was a message.
    @Test func recordsThatSayNothing() {
        let meaning = meaning(
            [
                #"{"name":"gen_ai.user.message","attributes":{"gen_ai.system":"openai"}}"#,
                #"{"name":"gen_ai.tool.message","attributes":{"gen_ai.system":"openai"},"body":{"id":"call_1"}}"#,
                #"{"name":"gen_ai.choice","attributes":{},"body":{"index":0,"finish_reason":"stop","message":{"role":"assistant"}}}"#,
            ], attributes: #"{"gen_ai.input.messages":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"from attributes\"}]}]"}"#)
        #expect(meaning.asked == ["user: from attributes"])
        #expect(meaning.output.isEmpty)
    }

    private static let wholes = [
        ("attributes", #"{"gen_ai.input.messages":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"one\"}]},{\"role\":\"user\",\"content\":\"two\"}]","gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"text","content":"three"}]}],"gen_ai.response.finish_reasons":["stop"]}"#),
        ("numbered", #"{"gen_ai.prompt.0.role":"user","gen_ai.prompt.0.content":"one","gen_ai.prompt.1.role":"user","gen_ai.prompt.1.content":"two","gen_ai.completion.0.role":"assistant","gen_ai.completion.0.content":"three","gen_ai.response.finish_reasons":["stop"]}"#),
        ("OpenInference", #"{"openinference.span.kind":"LLM","llm.input_messages.0.message.role":"user","llm.input_messages.0.message.content":"one","llm.input_messages.1.message.role":"user","llm.input_messages.1.message.content":"two","llm.output_messages.0.message.role":"assistant","llm.output_messages.0.message.content":"three","gen_ai.response.finish_reasons":["stop"]}"#),
        ("Logfire", #"{"events":[{"event.name":"gen_ai.user.message","content":"one"},{"event.name":"gen_ai.user.message","content":"two"},{"event.name":"gen_ai.choice","index":0,"message":{"role":"assistant","content":"three"},"finish_reason":"stop"}]}"#),
    ]
    private static let details = #"{"name":"gen_ai.client.inference.operation.details","attributes":{"gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"one"}]},{"role":"user","parts":[{"type":"text","content":"two"}]}],"gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"text","content":"three"}],"finish_reason":"stop"}]}}"#

    /// A part of what a span tells elsewhere as a whole is no reason to leave the rest of it out.
    @Test(arguments: wholes) func aWholeConversationComesBeforeSingleMessages(name: String, attributes: String) {
        let meaning = meaning([system, choice], attributes: attributes)
        #expect(meaning.asked == ["user: one", "user: two"])
        #expect(meaning.answered == ["assistant: three"])
        #expect(meaning.output.first?.finishReason == "stop")
    }

    /// What was asked and what was answered may come in different ways.
    @Test func onlyOneSideAsAWhole() {
        let asked = #"{"gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"one"}]}]}"#
        #expect(meaning([user, choice], attributes: asked).asked == ["user: one"])
        #expect(meaning([user, choice], attributes: asked).answered == ["assistant: A bird."])
    }

    /// Whichever came first.
    @Test(arguments: [[5, 10, 15], [15, 10, 5]] as [[Int64]])
    func aWholeConversationInARecordOfItsOwn(times: [Int64]) {
        let meaning = meaning([user, Self.details, choice], times: times)
        #expect(meaning.asked == ["user: one", "user: two"])
        #expect(meaning.answered == ["assistant: three"])
    }

    /// They are told apart from the messages, and may come with single ones.
    @Test func instructionsAloneAreNoConversation() {
        let attributes = #"{"gen_ai.system_instructions":[{"type":"text","content":"Be kind."}]}"#
        #expect(meaning([user, choice], attributes: attributes).asked == ["system: Be kind.", "user: What is a martlet?"])
        #expect(meaning([system, user], attributes: attributes).asked == ["system: You are terse.", "user: What is a martlet?"])
        #expect(meaning([choice], attributes: attributes).asked == ["system: Be kind."])
    }

    /// A choice that does not say why it ended; the span says it of all.
    @Test func reasonsOfSingleChoices() {
        let choices = (0..<2).map { #"{"name":"gen_ai.choice","attributes":{},"body":{"index":\#($0),"message":{"content":"no \#($0)"}}}"# }
        let meaning = meaning(choices, attributes: #"{"gen_ai.response.finish_reasons":["stop","length"]}"#)
        #expect(meaning.output.map(\.finishReason) == ["stop", "length"])
        #expect(meaning.attributes.isEmpty)
    }

    /// Some write the message as JSON, or as a text alone.
    @Test func bodiesThatAreTexts() {
        let meaning = meaning([
            #"{"name":"gen_ai.user.message","attributes":{},"body":"{\"role\":\"user\",\"content\":\"as JSON\"}"}"#,
            #"{"name":"gen_ai.user.message","attributes":{},"body":"as text"}"#,
        ])
        #expect(meaning.asked == ["user: as JSON", "user: as text"])
    }

    /// As the recorders of Bedrock's and Gemini's clients send them.
    @Test func partsOfOtherClients() {
        let meaning = meaning([
            #"{"name":"gen_ai.user.message","attributes":{"gen_ai.system":"aws.bedrock"},"body":{"content":[{"text":"from Bedrock"}]}}"#,
            #"{"name":"gen_ai.user.message","attributes":{},"body":{"content":{"parts":[{"text":"from Gemini"}],"role":"user"}}}"#,
            #"{"name":"gen_ai.choice","attributes":{},"body":{"index":0,"finish_reason":"end_turn","message":{"role":"assistant","content":[{"text":"to Bedrock"}]}}}"#,
            #"{"name":"gen_ai.choice","attributes":{},"body":{"index":1,"content":{"parts":[{"text":"to Gemini"}],"role":"model"}}}"#,
        ])
        #expect(meaning.asked == ["user: from Bedrock", "user: from Gemini"])
        #expect(meaning.answered == ["assistant: to Bedrock", "assistant: to Gemini"])
        #expect(meaning.output.map(\.choice) == [0, 1])
    }

    /// As an event that has the body among its attributes, a record means the same.
    @Test func handedOnAsEvents() {
        let span = VocabularySpan(
            "chat", events: #"[{"name":"gen_ai.user.message","attributes":{"gen_ai.system":"openai","body":{"content":"Why?"}}},{"name":"gen_ai.user.message","attributes":{"gen_ai.system":"openai","body":null}}]"#,
            #"{"gen_ai.operation.name":"chat"}"#)
        #expect(span.meaning.asked == ["user: Why?"])
    }

    @Test(arguments: [SpanStatus.ok, .error])
    func exceptions(status: SpanStatus) {
        let meaning = meaning(
            [#"{"name":"","attributes":{"exception.type":"ValueError","exception.message":"no numbers"},"body":"it went wrong"}"#], status: status)
        #expect(meaning.error?.type == (status == .error ? "ValueError" : nil))
        #expect(meaning.error?.message == (status == .error ? "no numbers" : nil))
    }

    @Test(arguments: ["", "7", "[]", "{", #"{"name":7,"attributes":[],"body":[1]}"#, #"{"name":"gen_ai.choice","body":[1,{"a":null}]}"#])
    func anythingElse(log: String) {
        #expect(meaning([log, user]).asked == ["user: What is a martlet?"])
    }
}
