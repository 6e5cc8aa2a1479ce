import JSON
import Model

/// Runs of OpenAI's assistants: `POST /threads/{thread}/runs`, `POST /threads/runs` and
/// `POST /threads/{thread}/runs/{run}/submit_tool_outputs`, plain and streamed.
enum OpenAIAssistants: APIShape {
    static func recognises(_ call: APICall) -> Bool {
        guard call.method == "POST" else { return false }
        let path = call.url.path.split(separator: "/")
        guard let threads = path.lastIndex(of: "threads") else { return false }
        let rest = path[(threads + 1)...]
        return rest.elementsEqual(["runs"]) || (rest.count == 2 && rest.last == "runs")
            || (rest.count == 4 && rest[rest.startIndex + 1] == "runs" && rest.last == "submit_tool_outputs")
    }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        for name in ["instructions", "additional_instructions"] {
            if let text = call.body[name]?.string, !text.isEmpty {
                meaning.input.append(Message(role: "system", parts: [.text(text)]))
            }
        }
        let messages = (call.body["thread"]?["messages"]?.array ?? []) + (call.body["additional_messages"]?.array ?? [])
        meaning.input += messages.map { Message(openAI: $0, defaultRole: "user") }
        meaning.input += (call.body["tool_outputs"]?.array ?? []).map { output in
            Message(role: "tool", parts: Message.Part.content(output["output"]), toolCallID: output["tool_call_id"]?.string)
        }
        meaning.parameters = call.parameters(except: [
            "model", "instructions", "additional_instructions", "additional_messages", "tool_outputs",
        ])
        var assembly = RunAssembly()
        assembly.add(call.replyValue)
        for chunk in call.chunks { assembly.add(chunk.value) }
        meaning.timeToFirstToken = call.time(toFirst: RunAssembly.carriesContent)
        meaning.output = assembly.messages
        OpenAI.describe(call, as: .agent, in: &meaning)
        describe(assembly, in: &meaning)
        meaning.title = OpenAI.title(Meaning.Operation.agent.rawValue, model: meaning.requestedModel ?? meaning.answeredModel)
    }

    private static func describe(_ assembly: RunAssembly, in meaning: inout Meaning) {
        let run = assembly.run
        // Events of messages and steps have ids of their own.
        meaning.responseID = run["id"]?.string
        meaning.answeredModel = run["model"]?.string ?? meaning.answeredModel
        meaning.usage = assembly.usage
        if meaning.error == nil, let error = run["last_error"], case .object = error {
            meaning.error = RecordedError(reported: error)
            meaning.error?.requestID = meaning.requestID
        }
        // A thread is a conversation, which several runs belong to.
        if meaning.session == nil { meaning.session = run["thread_id"]?.string }
        for (name, member) in [("gen_ai.agent.id", "assistant_id"), ("gen_ai.conversation.id", "thread_id")] {
            if let id = run[member], id.string != nil {
                meaning.attributes.append(Meaning.Parameter(name: name, json: id.json))
            }
        }
    }
}
