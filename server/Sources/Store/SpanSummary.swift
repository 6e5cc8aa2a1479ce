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

    public init(span: Span, title: String, model: String? = nil, usage: TokenUsage = TokenUsage()) {
        self.span = span
        self.title = title
        self.model = model
        self.usage = usage
    }
}
