import JSON
import Model

/// Puts the events of a streamed response together.
///
/// The last event carries the whole response; the deltas matter when it never came.
struct ResponseStreamAssembly {
    /// The response as the latest event that carries one has it.
    private(set) var response: JSONValue?
    private var items: [Int: [Piece]] = [:]

    /// A part that grows.
    private struct Piece {
        enum Kind {
            case text, refusal, reasoning, arguments
        }

        var kind: Kind
        var callID: String?
        var name = ""
        var text = ""

        var part: Message.Part {
            switch kind {
            case .text: .text(text)
            case .refusal: .refusal(text)
            case .reasoning: .reasoning(text)
            case .arguments: .toolCall(id: callID, name: name, arguments: text)
            }
        }
    }

    mutating func add(_ event: JSONValue) {
        if let response = event["response"], case .object = response { self.response = response }
        let index = event["output_index"]?.int ?? 0
        if let call = Self.startedCall(event) {
            items[index, default: []].append(call)
        } else if let delta = Self.delta(event) {
            Self.append(delta, to: &items[index, default: []])
        }
    }

    /// What the deltas make, one message for each item of the output.
    var messages: [Message] {
        items.sorted { $0.key < $1.key }.map { Message(role: "assistant", parts: $0.value.map(\.part)) }
    }

    /// Whether an event carries something of an answer.
    static func carriesContent(_ event: JSONValue) -> Bool {
        delta(event) != nil || startedCall(event) != nil
    }

    /// The call of a tool that begins with this event.
    private static func startedCall(_ event: JSONValue) -> Piece? {
        guard event["type"]?.string == "response.output_item.added", let item = event["item"],
            item["type"]?.string == "function_call" || item["type"]?.string == "custom_tool_call"
        else { return nil }
        return Piece(
            kind: .arguments, callID: item["call_id"]?.string ?? item["id"]?.string,
            name: item["name"]?.string ?? "")
    }

    private static func delta(_ event: JSONValue) -> Piece? {
        guard let text = event["delta"]?.string, !text.isEmpty else { return nil }
        let kind: Piece.Kind
        switch event["type"]?.string {
        case "response.output_text.delta": kind = .text
        case "response.refusal.delta": kind = .refusal
        case "response.reasoning_text.delta", "response.reasoning_summary_text.delta": kind = .reasoning
        case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
            kind = .arguments
        default: return nil
        }
        return Piece(kind: kind, text: text)
    }

    /// Goes on with the last piece if it is of the same kind.
    private static func append(_ delta: Piece, to pieces: inout [Piece]) {
        if let last = pieces.indices.last, pieces[last].kind == delta.kind {
            pieces[last].text += delta.text
        } else {
            pieces.append(delta)
        }
    }
}
