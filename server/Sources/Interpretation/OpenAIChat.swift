import JSON
import Model

/// `POST /chat/completions`, of OpenAI and of the many that speak as it does.
enum OpenAIChat: APIShape {
    static func recognises(_ call: APICall) -> Bool {
        call.method == "POST" && call.url.ends(with: "chat", "completions")
    }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        meaning.input = messages(call.body["messages"])
        meaning.parameters = call.parameters(except: ["model", "messages"])
        if call.chunks.isEmpty {
            meaning.output = answers(call.replyValue["choices"])
        } else {
            var assembly = ChatStreamAssembly()
            for chunk in call.chunks { assembly.add(chunk.value) }
            meaning.output = assembly.messages
            meaning.timeToFirstToken = call.time(toFirst: ChatStreamAssembly.carriesContent)
        }
        OpenAI.describe(call, as: .chat, in: &meaning)
    }

    private static func messages(_ value: JSONValue?) -> [Message] {
        switch value {
        case nil, .null: []
        case .array(let messages): messages.map { Message(openAI: $0, defaultRole: "unknown") }
        case .string(let text): [Message(role: "user", parts: [.text(text)])]
        case let other?: [Message(openAI: other, defaultRole: "unknown")]
        }
    }

    private static func answers(_ choices: JSONValue?) -> [Message] {
        (choices?.array ?? []).enumerated().map { position, choice in
            var message = Message(openAI: choice["message"] ?? .null, defaultRole: "assistant")
            message.choice = choice["index"]?.int ?? position
            message.finishReason = choice["finish_reason"]?.string
            return message
        }
    }
}
