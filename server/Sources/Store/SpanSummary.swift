import Model

/// One line of a list of spans.
public struct SpanSummary: Sendable, Equatable {
    /// Without its meaning.
    public var span: Span
    /// ``Meaning/title``, or the span's name while there is no meaning.
    public var title: String
    /// The model that answered, or that was asked if none did.
    public var model: String?
    public var usage: TokenUsage
    public var operation: Meaning.Operation
    /// US dollars; `nil` if nobody said, and there is no price.
    public var cost: Double?

    public init(
        span: Span, title: String, model: String? = nil, usage: TokenUsage = TokenUsage(),
        operation: Meaning.Operation = .span, cost: Double? = nil
    ) {
        self.span = span
        self.title = title
        self.model = model
        self.usage = usage
        self.operation = operation
        self.cost = cost
    }
}
