/// Which names of spans say less than what the span means.
enum TitleDecision {
    /// The same for every call: what instrumentations call their spans.
    private static let generic: Set<String> = [
        "OpenAI-generation", "OpenAI-embedding", "ChatCompletion", "AsyncChatCompletion",
        "Completion", "CreateEmbeddings", "Response", "openai.chat", "openai.completion",
        "openai.embeddings", "openai.response", "anthropic.chat", "anthropic.completion",
        "cohere.chat", "litellm_request", "messages.create", "messages.stream", "anthropic.messages.create",
    ]

    static func isGeneric(_ name: String) -> Bool { generic.contains(name) }
}
