/// Tokens that a model counted; every part is `nil` where the reply did not say.
///
/// Following the OpenTelemetry conventions, `input` includes what was read from a cache and
/// `output` includes reasoning.
public struct TokenUsage: Sendable, Equatable, Codable {
    public var input: Int?
    public var output: Int?
    /// As the reply named it, else the sum of both.
    public var total: Int?
    /// Part of `input`.
    public var cachedInput: Int?
    /// Part of `output`.
    public var reasoning: Int?

    public init(
        input: Int? = nil, output: Int? = nil, total: Int? = nil,
        cachedInput: Int? = nil, reasoning: Int? = nil
    ) {
        self.input = input
        self.output = output
        self.total = total
        self.cachedInput = cachedInput
        self.reasoning = reasoning
    }
}
