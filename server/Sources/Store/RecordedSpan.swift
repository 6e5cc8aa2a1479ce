import Model

/// A span with everything that was seen during it.
public struct RecordedSpan: Sendable, Equatable {
    public var span: Span
    /// In the order in which they were recorded.
    public var payloads: [Payload]
    /// Payloads were left out because there were too many bytes; see ``TraceLimits``.
    public var omitsPayloads: Bool

    public init(span: Span, payloads: [Payload], omitsPayloads: Bool = false) {
        self.span = span
        self.payloads = payloads
        self.omitsPayloads = omitsPayloads
    }
}
