import JSON
import Model

extension OpenAI {
    /// One or several texts, each also possible as a list of token numbers.
    static func inputs(_ value: JSONValue?) -> [Message] {
        switch value {
        case nil, .null: []
        case .array(let elements) where elements.first?.number != nil:
            [input(.array(elements))]
        case .array(let elements): elements.map(input)
        case let single?: [input(single)]
        }
    }

    private static func input(_ value: JSONValue) -> Message {
        let part: Message.Part =
            switch value {
            case .string(let text): .text(text)
            case .array(let tokens): .other(kind: "tokens", json: JSONValue.array(tokens).json)
            default: Message.Part.part(value)
            }
        return Message(role: "user", parts: [part])
    }
}
