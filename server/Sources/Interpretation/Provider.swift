/// Who serves an API, by its host.
enum Provider {
    /// The host's own domain or any below it, and the value of `gen_ai.provider.name` for it.
    private static let names = [
        ("api.openai.com", "openai"),
        ("openai.azure.com", "azure.ai.openai"),
        ("services.ai.azure.com", "azure.ai.inference"),
        ("cognitiveservices.azure.com", "azure.ai.openai"),
        ("api.anthropic.com", "anthropic"),
        ("generativelanguage.googleapis.com", "gcp.gemini"),
        ("aiplatform.googleapis.com", "gcp.vertex_ai"),
        ("api.cohere.com", "cohere"),
        ("api.deepseek.com", "deepseek"),
        ("api.groq.com", "groq"),
        ("api.mistral.ai", "mistral_ai"),
        ("api.perplexity.ai", "perplexity"),
        ("api.x.ai", "x_ai"),
    ]

    /// The well-known name, or else the host itself.
    static func name(host: String) -> String {
        if host.hasPrefix("bedrock"), host.hasSuffix(".amazonaws.com") { return "aws.bedrock" }
        if host.hasSuffix("-aiplatform.googleapis.com") { return "gcp.vertex_ai" }
        return names.first { host == $0.0 || host.hasSuffix("." + $0.0) }?.1 ?? host
    }
}
