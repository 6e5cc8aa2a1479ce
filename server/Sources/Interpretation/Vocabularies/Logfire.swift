import JSON
import Model

/// The attributes of Logfire's SDK: `logfire.*`, and the `request_data` of its earlier versions.
enum Logfire: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.hasMembers("logfire.") else { return }
        // The name of the span is a template, and this is what it says.
        if let message = facts.text("logfire.msg") { meaning.title = message }
        if meaning.tags.isEmpty { meaning.tags = facts.take("logfire.tags")?.texts ?? [] }
        // Severities as OpenTelemetry numbers them.
        switch facts.take("logfire.level_num")?.int {
        case let number? where number < 9: meaning.level = meaning.level ?? "debug"
        case let number? where number >= 17: meaning.level = meaning.level ?? "error"
        case let number? where number >= 13: meaning.level = meaning.level ?? "warning"
        default: break
        }
        for name in ["logfire.json_schema", "logfire.msg_template", "logfire.span_type"] {
            _ = facts.take(name)
        }
        readCall(&facts, into: &meaning)
    }

    private static func readCall(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard let request = facts.structure("request_data")?.object else { return }
        let body = JSONValue.object(request)
        if let messages = body["messages"] ?? body["input"], meaning.input.isEmpty {
            meaning.input = Conversation.input(messages, isModelCall: true)
        }
        meaning.requestedModel = meaning.requestedModel ?? body["model"]?.string
        if meaning.parameters.isEmpty {
            meaning.parameters = request.parameters(except: ["messages", "model", "input"])
        }
        guard let response = facts.structure("response_data") else { return }
        if let message = response["message"], meaning.output.isEmpty {
            meaning.output = Conversation.output(message, isModelCall: true)
        }
        meaning.usage = meaning.usage ?? TokenUsage(openAI: response["usage"])
    }
}
