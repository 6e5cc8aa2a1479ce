import JSON
import Model

extension Meaning {
    /// As attributes under the names of OpenTelemetry's conventions.
    var conventions: JSONObject {
        var object = JSONObject()
        func set(_ name: String, _ text: String?) { if let text { object.set(name, .string(text)) } }
        func set(_ name: String, _ number: Int?) { if let number { object.set(name, .integer(number)) } }
        switch operation {
        case .span, .event, .request, .chain, .guardrail, .evaluation: break
        default: set("gen_ai.operation.name", operation.rawValue)
        }
        set("gen_ai.provider.name", provider)
        set("gen_ai.request.model", requestedModel)
        set("gen_ai.response.model", answeredModel)
        set("gen_ai.response.id", responseID)
        set("gen_ai.usage.input_tokens", usage?.input)
        set("gen_ai.usage.output_tokens", usage?.output)
        set("gen_ai.usage.cache_read.input_tokens", usage?.cachedInput)
        set("gen_ai.usage.reasoning.output_tokens", usage?.reasoning)
        set("gen_ai.input.messages", Self.conventional(input))
        set("gen_ai.output.messages", Self.conventional(output))
        set("http.response.status_code", httpStatus)
        set("error.type", error?.type)
        set("user.id", user)
        set("session.id", session)
        return object
    }

    /// Messages as the conventions have them, as a text of JSON; `nil` if there are none.
    private static func conventional(_ messages: [Message]) -> String? {
        guard !messages.isEmpty else { return nil }
        return JSONValue.array(messages.map(\.conventional)).json
    }
}

extension Message {
    fileprivate var conventional: JSONValue {
        var object = JSONObject([("role", .string(role)), ("parts", .array(parts.map(part)))])
        if let finishReason { object.set("finish_reason", .string(finishReason)) }
        if let name { object.set("name", .string(name)) }
        return .object(object)
    }

    private func part(_ part: Part) -> JSONValue {
        switch part {
        case .text(let text) where role == "tool":
            ["type": "tool_call_response", "id": .optional(toolCallID), "response": .string(text)]
        case .text(let text): ["type": "text", "content": .string(text)]
        case .refusal(let text): ["type": "refusal", "content": .string(text)]
        case .reasoning(let text): ["type": "reasoning", "content": .string(text)]
        case .toolCall(let id, let name, let arguments):
            [
                "type": "tool_call", "id": .optional(id), "name": .string(name),
                "arguments": (try? JSONValue(parsing: Array(arguments.utf8))) ?? .string(arguments),
            ]
        case .other(let kind, let json):
            ["type": .string(kind), "content": (try? JSONValue(parsing: Array(json.utf8))) ?? .string(json)]
        }
    }
}
