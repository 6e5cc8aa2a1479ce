import JSON
import Model

/// `POST /responses`, plain and streamed.
enum OpenAIResponses: APIShape {
    static func recognises(_ call: APICall) -> Bool {
        call.method == "POST" && call.url.ends(with: "responses")
    }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        if let instructions = call.body["instructions"]?.string {
            meaning.input.append(Message(role: "system", parts: [.text(instructions)]))
        }
        switch call.body["input"] {
        case nil, .null: break
        case .array(let items): meaning.input += items.map { Message(item: $0, defaultRole: "user") }
        case let single?: meaning.input.append(Message(item: single, defaultRole: "user"))
        }
        meaning.parameters = call.parameters(except: ["model", "input", "instructions"])
        var assembly = ResponseStreamAssembly()
        for chunk in call.chunks { assembly.add(chunk.value) }
        meaning.timeToFirstToken = call.time(toFirst: ResponseStreamAssembly.carriesContent)
        let response = assembly.response ?? call.replyValue
        let items = response["output"]?.array ?? []
        meaning.output =
            items.isEmpty ? assembly.messages : items.map { Message(item: $0, defaultRole: "assistant") }
        OpenAI.describe(call, as: .chat, in: &meaning)
        // Events carry the whole response, and ids of their own beside it.
        if let response = assembly.response {
            meaning.responseID = response["id"]?.string
            OpenAI.note(response, in: &meaning)
            meaning.title = OpenAI.title("chat", model: meaning.requestedModel ?? meaning.answeredModel)
        }
    }
}
