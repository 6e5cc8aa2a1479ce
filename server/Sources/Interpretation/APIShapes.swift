/// All shapes of web API that are known. A new one is a file and a line here.
enum APIShapes {
    /// The first that recognises a call reads it.
    static let all: [any APIShape.Type] = [
        OpenAIChat.self,
        OpenAITextCompletion.self,
        OpenAIEmbeddings.self,
        OpenAIResponses.self,
        OpenAIAssistants.self,
        AnthropicMessages.self,
    ]

    static func shape(of call: APICall) -> any APIShape.Type {
        all.first { $0.recognises(call) } ?? UnknownAPI.self
    }
}
