import JSON
import Model

/// Messages in the events of a span, as earlier versions of OpenTelemetry's conventions had them
/// and as the present one allows it; and in its log records, which have the same names.
///
/// As a vocabulary, it reads all messages of a call that are in one event. ``SingleMessages`` reads those that have one each.
enum GenAIEvents: Vocabulary {
    /// Events that carry one message of what was sent, and its role.
    private static let roles = [
        "gen_ai.system.message": "system", "gen_ai.user.message": "user",
        "gen_ai.assistant.message": "assistant", "gen_ai.tool.message": "tool",
    ]
    /// One that carries one message of what was answered.
    private static let choiceName = "gen_ai.choice"

    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        var (input, output) = messages(facts, areSingle: false)
        // Logfire keeps the same events in an attribute.
        let listed = facts.structure("events", "all_messages_events")?.array ?? []
        for event in listed {
            guard let fields = event.object, let name = fields["event.name"]?.string else { continue }
            read(name, fields, &input, &output)
        }
        if meaning.input.isEmpty { meaning.input = input }
        if meaning.output.isEmpty { meaning.output = output }
    }

    /// The messages in events: in those that have one each, or in those that have all of them.
    static func messages(_ facts: SpanFacts, areSingle: Bool) -> (input: [Message], output: [Message]) {
        var input: [Message] = []
        var output: [Message] = []
        for event in facts.events where isSingle(event.name) == areSingle {
            guard let body = event.body else {
                read(event.name, event.attributes, &input, &output)
                continue
            }
            let fields = fields(body.unpacked, event)
            var (heard, said): ([Message], [Message]) = ([], [])
            read(event.name, fields, &heard, &said)
            // Without leave to record what is said, there are records all the same.
            input += heard.filter { !$0.parts.isEmpty }
            for var message in said where !message.parts.isEmpty {
                if event.name == choiceName, fields["index"] == nil { message.choice = output.count }
                output.append(message)
            }
        }
        return (input, output)
    }

    private static func isSingle(_ name: String) -> Bool { roles[name] != nil || name == choiceName }

    /// What a log record says: its body is the message, and of several messages, its attributes.
    private static func fields(_ body: JSONValue, _ event: SpanFact.Event) -> JSONObject {
        let role = roles[event.name]
        var fields = role == nil && event.name != choiceName ? event.attributes : JSONObject()
        switch body {
        case .object(let members): for member in members.members { fields.set(member.name, member.value) }
        case .null: if role != nil { fields = event.attributes }
        default: fields.set("content", body)
        }
        fields = withTypes(fields)
        if let message = fields["message"]?.object { fields.set("message", .object(withTypes(message))) }
        // What has a role is a message, and not anything else.
        if let role, fields["role"]?.string == nil { fields.set("role", .string(role)) }
        return fields
    }

    /// The recorders of Bedrock's, Vertex's and Gemini's clients send what these have: texts without a type, and Gemini's parts in
    /// another object.
    private static func withTypes(_ message: JSONObject) -> JSONObject {
        guard let content = message["content"], let parts = content["parts"]?.array ?? content.array else { return message }
        let typed = parts.map { part -> JSONValue in
            guard part["type"] == nil, let text = part["text"], text.string != nil else { return part }
            return ["type": "text", "text": text]
        }
        var message = message
        message.set("content", .array(typed))
        // Gemini calls the model's part so, which all others call the assistant's.
        if message["role"] == nil, let role = content["role"], role != "model" { message.set("role", role) }
        return message
    }

    private static func read(
        _ name: String, _ fields: JSONObject, _ input: inout [Message], _ output: inout [Message]
    ) {
        if let role = roles[name] {
            input.append(message(fields, role: role))
            return
        }
        switch name {
        case choiceName:
            output.append(choice(fields, position: output.count))
        case "gen_ai.client.inference.operation.details":
            if let value = fields["gen_ai.system_instructions"] { input += GenAI.system(value.unpacked) }
            input += Message.genAI(fields["gen_ai.input.messages"]?.unpacked, defaultRole: "user")
            output += Message.genAI(fields["gen_ai.output.messages"]?.unpacked, defaultRole: "assistant")
        case "gen_ai.content.prompt":
            guard let value = fields["gen_ai.prompt"]?.unpacked else { return }
            input += Conversation.input(value, isModelCall: true)
        case "gen_ai.content.completion":
            guard let value = fields["gen_ai.completion"]?.unpacked else { return }
            output += Conversation.output(value, isModelCall: true)
        default: break
        }
    }

    /// The body of such an event is a message, its parts possibly as JSON in a text.
    private static func message(_ fields: JSONObject, role: String) -> Message {
        let fields = JSONObject(fields.members.map { ($0.name, $0.value.unpacked) })
        var message = Message(described: .object(fields), defaultRole: role)
        if message.role == "tool" { message.toolCallID = message.toolCallID ?? fields["id"]?.string }
        return message
    }

    private static func choice(_ fields: JSONObject, position: Int) -> Message {
        let body = fields["message"]?.unpacked ?? .object(fields)
        var message =
            body.string.map { Message(role: "assistant", parts: [.text($0)]) }
            ?? self.message(body.object ?? fields, role: "assistant")
        message.choice = fields["index"]?.int ?? position
        message.finishReason = fields["finish_reason"]?.string
        return message
    }
}
