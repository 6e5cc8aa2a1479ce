import JSON
import Model

/// The attributes of Vercel's AI SDK: `ai.*`. Models and tokens of its calls are in `gen_ai.*` too.
enum VercelAI: Vocabulary {
    private static let notes = "ai.telemetry.metadata."

    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard facts.hasMembers("ai.") else { return }
        readMessages(&facts, into: &meaning)
        readTool(&facts, into: &meaning)
        if meaning.operation == .chat || meaning.operation == .embeddings {
            if let model = facts.text("ai.model.id") { meaning.requestedModel = meaning.requestedModel ?? model }
            if let model = facts.text("ai.response.model") { meaning.answeredModel = meaning.answeredModel ?? model }
            if let id = facts.text("ai.response.id") { meaning.responseID = meaning.responseID ?? id }
        }
        if let milliseconds = facts.take("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk")?.number?.double,
            (0..<1e12).contains(milliseconds)
        {
            meaning.timeToFirstToken = meaning.timeToFirstToken ?? Int64(milliseconds * 1e6)
            meaning.isStream = true
        }
        for (name, value) in facts.members(notes) {
            switch name {
            case "userId" where meaning.user == nil: meaning.user = value.text
            case "sessionId" where meaning.session == nil: meaning.session = value.text
            case "tags" where meaning.tags.isEmpty: meaning.tags = value.texts
            default: meaning.metadata.append(.init(name: name, json: value.json))
            }
        }
    }

    private static func readMessages(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        let isModelCall = meaning.operation.isModelCall
        if let messages = facts.structure("ai.prompt.messages", "ai.prompt"), meaning.input.isEmpty {
            meaning.input = Conversation.input(messages, isModelCall: isModelCall)
        }
        if let value = facts.take("ai.value"), meaning.input.isEmpty {
            meaning.input = Conversation.input(value, isModelCall: isModelCall)
        }
        var parts: [Message.Part] = []
        if let text = facts.text("ai.response.reasoning") { parts.append(.reasoning(text)) }
        if let text = facts.text("ai.response.text", "ai.result.text") { parts.append(.text(text)) }
        if let object = facts.structure("ai.response.object", "ai.result.object") {
            parts.append(.other(kind: "object", json: object.json))
        }
        let calls = facts.structure("ai.response.toolCalls", "ai.result.toolCalls")?.array ?? []
        parts += calls.map { call in
            .toolCall(
                id: call["toolCallId"]?.string, name: call["toolName"]?.string ?? "",
                arguments: Message.Part.text(call["input"] ?? call["args"]))
        }
        let reason = facts.text("ai.response.finishReason", "ai.finishReason")
        guard meaning.output.isEmpty, !parts.isEmpty else { return }
        meaning.output = [Message(role: isModelCall ? "assistant" : "output", parts: parts, finishReason: reason)]
    }

    private static func readTool(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard meaning.operation == .tool else { return }
        if let name = facts.text("ai.toolCall.name") { meaning.title = "\(meaning.operation.rawValue) \(name)" }
        if let arguments = facts.structure("ai.toolCall.args", "ai.toolCall.input"), meaning.input.isEmpty {
            meaning.input = Conversation.input(arguments, isModelCall: false)
        }
        if let result = facts.structure("ai.toolCall.result", "ai.toolCall.output"), meaning.output.isEmpty {
            meaning.output = Conversation.output(result, isModelCall: false)
        }
    }
}
