extension Price {
    /// Raised whenever the list below changes, so that stores take the new one.
    static let defaultsVersion = 1

    /// The public list prices of some models, as of November 2025. Those of a user come before them.
    static let defaults: [Price] = [
        .standard("gpt-5*", 1.25, cached: 0.125, 10),
        .standard("gpt-5-mini*", 0.25, cached: 0.025, 2),
        .standard("gpt-5-nano*", 0.05, cached: 0.005, 0.4),
        .standard("gpt-4.1*", 2, cached: 0.5, 8),
        .standard("gpt-4.1-mini*", 0.4, cached: 0.1, 1.6),
        .standard("gpt-4.1-nano*", 0.1, cached: 0.025, 0.4),
        .standard("gpt-4o*", 2.5, cached: 1.25, 10),
        .standard("gpt-4o-2024-05-13", 5, 15),
        .standard("gpt-4o-mini*", 0.15, cached: 0.075, 0.6),
        .standard("gpt-4-turbo*", 10, 30),
        .standard("gpt-4", 30, 60),
        .standard("gpt-4-0613", 30, 60),
        .standard("gpt-3.5-turbo*", 0.5, 1.5),
        .standard("o1", 15, cached: 7.5, 60),
        .standard("o1-2024-12-17", 15, cached: 7.5, 60),
        .standard("o3", 2, cached: 0.5, 8),
        .standard("o3-2025-04-16", 2, cached: 0.5, 8),
        .standard("o3-mini*", 1.1, cached: 0.55, 4.4),
        .standard("o4-mini*", 1.1, cached: 0.275, 4.4),
        .standard("text-embedding-3-small*", 0.02, 0),
        .standard("text-embedding-3-large*", 0.13, 0),
        .standard("text-embedding-ada-002*", 0.1, 0),
        .standard("claude-opus-4-5*", 5, cached: 0.5, 25),
        .standard("claude-opus-4*", 15, cached: 1.5, 75),
        .standard("claude-sonnet-4*", 3, cached: 0.3, 15),
        .standard("claude-haiku-4*", 1, cached: 0.1, 5),
        .standard("claude-3-7-sonnet*", 3, cached: 0.3, 15),
        .standard("claude-3-5-sonnet*", 3, cached: 0.3, 15),
        .standard("claude-3-5-haiku*", 0.8, cached: 0.08, 4),
        .standard("claude-3-opus*", 15, cached: 1.5, 75),
        .standard("claude-3-haiku*", 0.25, cached: 0.03, 1.25),
    ]

    private static func standard(
        _ pattern: String, _ input: Double, cached: Double? = nil, _ output: Double
    ) -> Price {
        Price(
            pattern: pattern, input: input, cachedInput: cached, output: output, isDefault: true)
    }
}
