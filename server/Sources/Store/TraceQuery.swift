import Model

/// Which traces to list; newest first.
public struct TraceQuery: Sendable, Equatable {
    public static let defaultLimit = 50
    public static let greatestLimit = 1_000

    /// Most traces to return.
    public var limit: Int
    /// From an earlier ``Page``.
    public var cursor: String?
    /// Traces that started at this time or later, in nanoseconds since 1970.
    public var since: Int64?
    /// Traces that started before this time, in nanoseconds since 1970.
    public var until: Int64?
    public var status: SpanStatus?
    /// Traces in which this model answered.
    public var model: String?

    public var filter: ListFilter

    public init(
        limit: Int = Self.defaultLimit, cursor: String? = nil, since: Int64? = nil,
        until: Int64? = nil, status: SpanStatus? = nil, model: String? = nil,
        filter: ListFilter = ListFilter()
    ) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
        self.since = since
        self.until = until
        self.status = status
        self.model = model
    }
}
