import JSON
import Model

/// `POST /v1/messages` of Anthropic, and the same behind Amazon Bedrock and Google's Vertex AI, which name
/// the model in the path.
enum AnthropicMessages: APIShape {
    static func recognises(_ call: APICall) -> Bool {
        guard call.method == "POST" else { return false }
        return call.url.ends(with: "v1", "messages") || bedrockModel(call) != nil || vertexModel(call) != nil
    }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        meaning.operation = .chat
        meaning.input = Message.system(anthropic: call.body["system"])
            + (call.body["messages"]?.array ?? []).flatMap { Message.list(anthropic: $0) }
        meaning.parameters = call.parameters(except: ["model", "messages", "system"])
        var assembly = AnthropicStreamAssembly()
        if call.chunks.isEmpty {
            assembly.add(message: call.replyValue)
        } else {
            for chunk in call.chunks { assembly.add(chunk.value) }
            meaning.timeToFirstToken = call.time(toFirst: AnthropicStreamAssembly.carriesContent)
        }
        if let answer = assembly.answer { meaning.output = [answer] }
        meaning.responseID = assembly.id
        meaning.answeredModel = assembly.model
        meaning.usage = TokenUsage(anthropic: assembly.usage)
        if let written = assembly.usage["cache_creation_input_tokens"]?.int {
            meaning.attributes.append(
                Meaning.Parameter(name: "gen_ai.usage.cache_creation.input_tokens", json: String(written)))
        }
        meaning.requestedModel = meaning.requestedModel ?? bedrockModel(call) ?? vertexModel(call)
        meaning.title = OpenAI.title("chat", model: meaning.requestedModel ?? meaning.answeredModel)
    }

    /// `/model/{model}/invoke`, with a body that says whose API it is.
    private static func bedrockModel(_ call: APICall) -> String? {
        guard call.body["anthropic_version"]?.string != nil else { return nil }
        let components = call.url.path.split(separator: "/")
        guard components.last == "invoke" || components.last == "invoke-with-response-stream" else { return nil }
        return call.url.component(after: "model")
    }

    /// `…/publishers/anthropic/models/{model}:rawPredict`, or `:streamRawPredict`.
    private static func vertexModel(_ call: APICall) -> String? {
        guard call.url.component(after: "publishers") == "anthropic", let last = call.url.component(after: "models")
        else { return nil }
        let parts = last.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1] == "rawPredict" || parts[1] == "streamRawPredict" else { return nil }
        return String(parts[0])
    }
}
