import Model

/// One trace with its spans, in the order in which they started.
public struct RecordedTrace: Sendable, Equatable {
    /// ``TraceSummary/spanCount`` counts the spans that ``TraceLimits`` left out as well.
    public var summary: TraceSummary
    public var spans: [RecordedSpan]
    /// Gives the next spans, in ``TraceLimits/cursor``; `nil` after the last one.
    public var nextCursor: String?
    /// `false` if more may belong into it: what was acknowledged cannot be put into the tables now.
    public var isComplete: Bool

    public init(summary: TraceSummary, spans: [RecordedSpan], nextCursor: String? = nil, isComplete: Bool = true) {
        self.summary = summary
        self.spans = spans
        self.nextCursor = nextCursor
        self.isComplete = isComplete
    }
}

/// How much of a trace is read at most: a long-lived program may put all it does into one.
public struct TraceLimits: Sendable, Equatable {
    /// Spans, the earliest first.
    public var spans: Int
    /// Bytes of payloads, over all spans.
    public var payloadBytes: Int
    /// Payloads of this span alone, if one is named.
    public var payloadsOf: SpanID?
    /// From an earlier part of the same trace.
    public var cursor: String?

    /// Payloads that are read beside these, to know what spans mean; beyond it, a span has only
    /// the outline of its meaning.
    static let meaningBytes = 32 << 20

    public init(
        spans: Int = 5_000, payloadBytes: Int = 32 << 20, payloadsOf: SpanID? = nil,
        cursor: String? = nil
    ) {
        self.cursor = cursor
        self.spans = spans
        self.payloadBytes = payloadBytes
        self.payloadsOf = payloadsOf
    }
}
