import Model

/// Which sums over spans to make: for charts, tables and percentiles.
///
/// They come from sums that are kept as spans come in, so that they take no longer the more spans
/// there are. They are of whole minutes: of the one in which the time begins, and of the one in which it ends.
public struct SeriesQuery: Sendable, Equatable {
    /// By what sums are kept apart.
    public enum Dimension: String, Sendable, CaseIterable {
        case operation
        case model
        case name
        case status
    }

    /// Spans that started at this time or later, in nanoseconds since 1970.
    public var since: Int64?
    /// Spans that started before this time, in nanoseconds since 1970.
    public var until: Int64?
    /// Seconds of each step, rounded to a whole number of minutes; `nil` for one sum over all of the
    /// time.
    public var step: Int64?
    public var groups: Set<Dimension>
    public var operation: Meaning.Operation?
    public var model: String?
    public var name: String?
    public var status: SpanStatus?

    public init(
        since: Int64? = nil, until: Int64? = nil, step: Int64? = nil, groups: Set<Dimension> = [],
        operation: Meaning.Operation? = nil, model: String? = nil, name: String? = nil,
        status: SpanStatus? = nil
    ) {
        self.since = since
        self.until = until
        self.step = step
        self.groups = groups
        self.operation = operation
        self.model = model
        self.name = name
        self.status = status
    }
}

/// What a ``SeriesQuery`` gives.
public struct Series: Sendable, Equatable {
    public var points: [SeriesPoint]
    /// `false` if there may be more to sum up: what was acknowledged cannot be put into the tables now.
    public var isComplete: Bool

    public init(points: [SeriesPoint], isComplete: Bool = true) {
        self.points = points
        self.isComplete = isComplete
    }
}

/// The sums over some spans.
public struct SeriesPoint: Sendable, Equatable {
    /// When the step begins, in nanoseconds since 1970; `nil` if there are no steps.
    public var time: Int64?
    /// What the spans have in common, where that was asked for.
    public var operation: Meaning.Operation?
    public var model: String?
    public var name: String?
    public var status: SpanStatus?
    /// Spans that ended.
    public var spans = 0
    /// Those of them that raised an error.
    public var errors = 0
    public var usage = TokenUsage()
    /// US dollars.
    public var cost: Double = 0
    /// Nanoseconds, over all spans.
    public var duration: Int64 = 0
    /// How long they took: percentiles are off by 3.2 % at most.
    public var latencies = LatencyHistogram()

    public init(time: Int64? = nil) {
        self.time = time
    }
}
