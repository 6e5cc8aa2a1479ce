import Model

/// Which spans to list; newest first.
public struct SpanQuery: Sendable, Equatable {
    /// Most spans to return.
    public var limit: Int
    /// From an earlier ``Page``.
    public var cursor: String?
    /// Spans that started at this time or later, in nanoseconds since 1970.
    public var since: Int64?
    /// Spans that started before this time, in nanoseconds since 1970.
    public var until: Int64?
    public var status: SpanStatus?
    /// Spans in which this model answered.
    public var model: String?
    public var trace: TraceID?

    public var filter: ListFilter

    public init(
        limit: Int = TraceQuery.defaultLimit, cursor: String? = nil, since: Int64? = nil,
        until: Int64? = nil, status: SpanStatus? = nil, model: String? = nil, trace: TraceID? = nil,
        filter: ListFilter = ListFilter()
    ) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
        self.since = since
        self.until = until
        self.status = status
        self.model = model
        self.trace = trace
    }
}
