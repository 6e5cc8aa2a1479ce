import Model

/// What the page of one trace shows.
public struct TracePage: Sendable {
    public var summary: TraceSummary
    /// In any order.
    public var spans: [Span]
    /// The raw payloads of those spans whose details are shown; see ``detailLimit``.
    public var payloads: [SpanID: [Payload]]
    /// The span whose details alone are shown, where a trace has more than fit on one page.
    public var focus: SpanID?
    /// Of the trace and of its spans.
    public var scores: [ShownScore]
    public var canBeRemoved: Bool
    /// `false` if more may belong into it: what was received cannot be put into the tables now.
    public var isComplete: Bool
    /// Who looks has logged in.
    public var canLogOut: Bool
    /// Nanoseconds since 1970.
    public var now: Int64

    /// The details of so many spans fit on one page.
    public static let detailLimit = 250

    public init(
        summary: TraceSummary, spans: [Span], payloads: [SpanID: [Payload]] = [:],
        focus: SpanID? = nil, scores: [ShownScore] = [], canBeRemoved: Bool = false,
        isComplete: Bool = true, canLogOut: Bool = false, now: Int64
    ) {
        self.summary = summary
        self.spans = spans
        self.payloads = payloads
        self.focus = focus
        self.scores = scores
        self.canBeRemoved = canBeRemoved
        self.isComplete = isComplete
        self.canLogOut = canLogOut
        self.now = now
    }

    var title: String { summary.title.isEmpty ? "Trace \(summary.id.hex)" : summary.title }

    /// A page of something that runs loads itself again.
    var refreshSeconds: Int? {
        summary.status == .running || spans.contains { $0.status == .running } ? 3 : nil
    }
}
