/// One message of a conversation with a model, sent or answered.
public struct Message: Sendable, Equatable, Codable {
    /// `system`, `developer`, `user`, `assistant`, `tool`, or what the API said.
    public var role: String
    public var parts: [Part]
    /// The author's name, where the API has one.
    public var name: String?
    /// For a tool's message: the call that it answers.
    public var toolCallID: String?
    /// For an answer: which of several choices this is.
    public var choice: Int?
    /// For an answer: why the model stopped.
    public var finishReason: String?

    /// A piece of a message.
    public enum Part: Sendable, Equatable, Codable {
        case text(String)
        case refusal(String)
        /// The model's reasoning, where an API shows it.
        case reasoning(String)
        /// `arguments` is the text that the model wrote, normally JSON.
        case toolCall(id: String?, name: String, arguments: String)
        /// Something else, such as an image: what kind, and its JSON.
        case other(kind: String, json: String)
    }

    public init(
        role: String, parts: [Part], name: String? = nil, toolCallID: String? = nil,
        choice: Int? = nil, finishReason: String? = nil
    ) {
        self.role = role
        self.parts = parts
        self.name = name
        self.toolCallID = toolCallID
        self.choice = choice
        self.finishReason = finishReason
    }

    /// Its text parts joined; what a list shows of it.
    public var text: String {
        var text = ""
        for case .text(let part) in parts {
            if !text.isEmpty { text += "\n" }
            text += part
        }
        return text
    }
}
