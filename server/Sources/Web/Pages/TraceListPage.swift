import Model

/// What the list of traces shows.
public struct TraceListPage: Sendable {
    /// Newest first.
    public var traces: [TraceSummary]
    public var filter: TraceListFilter
    /// When spans like these ended; `nil` where that is not known.
    public var activity: Activity?
    /// Models to choose from.
    public var models: [String]
    /// Where the next page begins; `nil` on the last.
    public var nextCursor: String?
    /// `false` if there may be more: what was received cannot be put into the tables now, or words were asked for, and the index does not
    /// have those of all spans.
    public var isComplete: Bool
    /// Whether this is not the first page.
    public var isContinuation: Bool
    /// Who looks has logged in.
    public var canLogOut: Bool
    /// Nanoseconds since 1970.
    public var now: Int64

    public init(
        traces: [TraceSummary], filter: TraceListFilter = TraceListFilter(), activity: Activity? = nil, models: [String] = [],
        nextCursor: String? = nil, isComplete: Bool = true, isContinuation: Bool = false, canLogOut: Bool = false, now: Int64
    ) {
        self.traces = traces
        self.filter = filter
        self.activity = activity
        self.models = models
        self.nextCursor = nextCursor
        self.isComplete = isComplete
        self.isContinuation = isContinuation
        self.canLogOut = canLogOut
        self.now = now
    }
}
