import Model

/// A span that another program has sent whole, not as a journal's records.
///
/// A span of the same trace and id that is sent again replaces the one before.
public struct ReceivedSpan: Sendable, Equatable {
    /// Without its process and its meaning.
    public var span: Span
    public var source: SpanSource
    /// What it holds, for the interpretation.
    public var payloads: [Payload]

    public init(span: Span, source: SpanSource, payloads: [Payload]) {
        self.span = span
        self.source = source
        self.payloads = payloads
    }
}
