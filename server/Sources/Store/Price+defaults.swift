extension Price {
    /// Raised whenever the list below changes, so that stores take the new one.
    static let defaultsVersion = 2

    /// The public list prices of common models, as they were in July 2026, for requests that are
    /// answered at once and have no very long prompts. Those of a user come before them.
    ///
    /// A name stands for that model and its dated versions, and for no other: of a model that comes
    /// later, no cost is better than that of its predecessor.
    static let defaults: [Price] = openAI + anthropic + google + mistral + others

    private static let openAI: [Price] = [
        model("gpt-5.6", 5, cached: 0.5, 30), model("gpt-5.6-sol", 5, cached: 0.5, 30),
        model("gpt-5.6-terra", 2.5, cached: 0.25, 15), model("gpt-5.6-luna", 1, cached: 0.1, 6),
        model("gpt-5.5", 5, cached: 0.5, 30), model("gpt-5.5-pro", 30, 180),
        model("gpt-5.4", 2.5, cached: 0.25, 15), model("gpt-5.4-pro", 30, 180),
        model("gpt-5.4-mini", 0.75, cached: 0.075, 4.5), model("gpt-5.4-nano", 0.2, cached: 0.02, 1.25),
        model("gpt-5.3-chat", 1.75, cached: 0.175, 14), model("gpt-5.3-codex", 1.75, cached: 0.175, 14),
        model("gpt-5.2", 1.75, cached: 0.175, 14), model("gpt-5.2-chat", 1.75, cached: 0.175, 14),
        model("gpt-5.2-codex", 1.75, cached: 0.175, 14), model("gpt-5.2-pro", 21, 168),
        model("gpt-5.1", 1.25, cached: 0.125, 10), model("gpt-5.1-chat", 1.25, cached: 0.125, 10),
        model("gpt-5.1-codex", 1.25, cached: 0.125, 10), model("gpt-5.1-codex-max", 1.25, cached: 0.125, 10),
        model("gpt-5.1-codex-mini", 0.25, cached: 0.025, 2),
        model("gpt-5", 1.25, cached: 0.125, 10), model("gpt-5-chat", 1.25, cached: 0.125, 10),
        model("gpt-5-codex", 1.25, cached: 0.125, 10), model("gpt-5-pro", 15, 120),
        model("gpt-5-mini", 0.25, cached: 0.025, 2), model("gpt-5-nano", 0.05, cached: 0.005, 0.4),
        model("gpt-5-search-api", 1.25, cached: 0.125, 10),
        model("gpt-4.1", 2, cached: 0.5, 8), model("gpt-4.1-mini", 0.4, cached: 0.1, 1.6),
        model("gpt-4.1-nano", 0.1, cached: 0.025, 0.4),
        model("gpt-4o", 2.5, cached: 1.25, 10), exactly("gpt-4o-2024-05-13", 5, 15),
        model("gpt-4o-mini", 0.15, cached: 0.075, 0.6), model("gpt-4o-search-preview", 2.5, cached: 1.25, 10),
        model("gpt-4o-mini-search-preview", 0.15, cached: 0.075, 0.6), model("chatgpt-4o", 5, 15),
        model("gpt-4-turbo", 10, 30), exactly("gpt-4-turbo-preview", 10, 30),
        exactly("gpt-4-1106-preview", 10, 30), exactly("gpt-4-0125-preview", 10, 30),
        exactly("gpt-4", 30, 60), exactly("gpt-4-0613", 30, 60), exactly("gpt-4-0314", 30, 60),
        exactly("gpt-3.5-turbo", 0.5, 1.5), exactly("gpt-3.5-turbo-0125", 0.5, 1.5),
        exactly("gpt-3.5-turbo-1106", 1, 2), model("gpt-3.5-turbo-instruct", 1.5, 2),
        model("o1", 15, cached: 7.5, 60), model("o1-pro", 150, 600),
        model("o3", 2, cached: 0.5, 8), model("o3-pro", 20, 80), model("o3-mini", 1.1, cached: 0.55, 4.4),
        model("o3-deep-research", 10, cached: 2.5, 40),
        model("o4-mini", 1.1, cached: 0.275, 4.4), model("o4-mini-deep-research", 2, cached: 0.5, 8),
        exactly("text-embedding-3-small", 0.02, 0), exactly("text-embedding-3-large", 0.13, 0),
        exactly("text-embedding-ada-002*", 0.1, 0),
    ].flatMap { $0 }

    /// Other clouds write names such as `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
    private static let anthropic: [Price] = [
        exactly("*claude-opus-5*", 5, cached: 0.5, 25), exactly("*claude-sonnet-5*", 2, cached: 0.2, 10),
        exactly("*claude-fable-5*", 10, cached: 1, 50), exactly("*claude-mythos-5*", 10, cached: 1, 50),
        exactly("*claude-opus-4-8*", 5, cached: 0.5, 25), exactly("*claude-opus-4-7*", 5, cached: 0.5, 25),
        exactly("*claude-opus-4-6*", 5, cached: 0.5, 25), exactly("*claude-opus-4-5*", 5, cached: 0.5, 25),
        exactly("*claude-opus-4-1*", 15, cached: 1.5, 75), exactly("*claude-opus-4-0*", 15, cached: 1.5, 75),
        exactly("*claude-opus-4-20*", 15, cached: 1.5, 75), exactly("*claude-opus-4@*", 15, cached: 1.5, 75),
        exactly("*claude-sonnet-4-6*", 3, cached: 0.3, 15), exactly("*claude-sonnet-4-5*", 3, cached: 0.3, 15),
        exactly("*claude-sonnet-4-0*", 3, cached: 0.3, 15), exactly("*claude-sonnet-4-20*", 3, cached: 0.3, 15),
        exactly("*claude-sonnet-4@*", 3, cached: 0.3, 15), exactly("*claude-haiku-4-5*", 1, cached: 0.1, 5),
        exactly("*claude-3-7-sonnet*", 3, cached: 0.3, 15), exactly("*claude-3-5-sonnet*", 3, cached: 0.3, 15),
        exactly("*claude-3-5-haiku*", 0.8, cached: 0.08, 4), exactly("*claude-3-opus*", 15, cached: 1.5, 75),
        exactly("*claude-3-haiku*", 0.25, cached: 0.03, 1.25),
    ].flatMap { $0 }

    /// The larger models cost more for prompts of more than 200,000 tokens, which is not known here.
    private static let google: [Price] = [
        exactly("gemini-3.6-flash", 1.5, cached: 0.15, 7.5), exactly("gemini-3.5-flash", 1.5, cached: 0.15, 9),
        exactly("gemini-3.5-flash-lite", 0.3, cached: 0.03, 2.5),
        exactly("gemini-3.1-pro-preview*", 2, cached: 0.2, 12), exactly("gemini-3.1-flash-lite*", 0.25, cached: 0.025, 1.5),
        exactly("gemini-3-pro-preview*", 2, cached: 0.2, 12), exactly("gemini-3-flash*", 0.5, cached: 0.05, 3),
        exactly("gemini-2.5-pro", 1.25, cached: 0.125, 10), exactly("gemini-2.5-flash", 0.3, cached: 0.03, 2.5),
        exactly("gemini-2.5-flash-preview-09-2025", 0.3, cached: 0.075, 2.5),
        exactly("gemini-2.5-flash-lite", 0.1, cached: 0.01, 0.4),
        exactly("gemini-2.5-flash-lite-preview-09-2025", 0.1, cached: 0.01, 0.4),
        exactly("gemini-2.0-flash", 0.1, cached: 0.025, 0.4), exactly("gemini-2.0-flash-001", 0.1, cached: 0.025, 0.4),
        exactly("gemini-2.0-flash-lite*", 0.075, cached: 0.01875, 0.3),
        exactly("gemini-embedding-001", 0.15, 0), exactly("gemini-embedding-2*", 0.2, 0),
    ].flatMap { $0 }

    private static let mistral: [Price] = [
        exactly("mistral-large-latest", 0.5, 1.5), exactly("mistral-large-2512", 0.5, 1.5),
        exactly("mistral-large-2411", 2, 6), exactly("mistral-medium-latest", 1.5, 7.5),
        exactly("mistral-medium-2604", 1.5, 7.5), exactly("mistral-medium-2508", 0.4, 2),
        exactly("mistral-medium-2505", 0.4, 2), exactly("mistral-small-latest", 0.1, 0.3),
        exactly("ministral-8b-latest", 0.15, 0.15), exactly("ministral-8b-2512", 0.15, 0.15),
        exactly("codestral-latest", 0.3, 0.9), exactly("codestral-2508", 0.3, 0.9),
        exactly("devstral-latest", 0.4, 2), exactly("devstral-2512", 0.4, 2),
        exactly("magistral-medium-*", 2, 5), exactly("magistral-small-*", 0.5, 1.5),
        exactly("mistral-embed", 0.1, 0), exactly("codestral-embed*", 0.15, 0),
    ].flatMap { $0 }

    private static let others: [Price] = [
        exactly("deepseek-chat", 0.28, cached: 0.028, 0.42), exactly("deepseek-reasoner", 0.28, cached: 0.028, 0.42),
        exactly("deepseek-v4-flash", 0.14, cached: 0.0028, 0.28), exactly("deepseek-v4-pro", 0.435, cached: 0.003625, 0.87),
        exactly("grok-4.5*", 2, cached: 0.5, 6), exactly("grok-4.3*", 1.25, cached: 0.2, 2.5),
        exactly("grok-4-1-fast*", 0.2, cached: 0.05, 0.5), exactly("grok-4-fast*", 0.2, cached: 0.05, 0.5),
        exactly("grok-4", 3, 15), exactly("grok-4-0709", 3, 15), exactly("grok-4-latest", 3, 15),
        exactly("grok-3", 3, cached: 0.75, 15), exactly("grok-3-mini", 0.3, cached: 0.075, 0.5),
        exactly("grok-code-fast*", 0.2, cached: 0.02, 1.5),
    ].flatMap { $0 }

    /// A model, its dated versions, and the newest of these by that name.
    private static func model(
        _ name: String, _ input: Double, cached: Double? = nil, _ output: Double
    ) -> [Price] {
        ["", "-20*", "-latest"].flatMap { exactly(name + $0, input, cached: cached, output) }
    }

    private static func exactly(
        _ pattern: String, _ input: Double, cached: Double? = nil, _ output: Double
    ) -> [Price] {
        [Price(pattern: pattern, input: input, cachedInput: cached, output: output, isDefault: true)]
    }
}
