/// One line of the list of traces.
public struct TraceSummary: Sendable, Equatable {
    public var id: TraceID
    /// The title of its root span, or of its earliest one while the root is unknown.
    public var title: String
    /// Nanoseconds since 1970.
    public var startTime: Int64
    /// Nanoseconds from the earliest start to the latest end; `nil` while a span runs.
    public var duration: Int64?
    /// The worst of its spans: error, interrupted, cancelled, abandoned, running, ok.
    public var status: SpanStatus
    public var spanCount: Int
    /// The models that answered, each once.
    public var models: [String]
    /// Sums over its spans.
    public var usage: TokenUsage
    /// US dollars, over its spans; `nil` if nothing is known of any.
    public var cost: Double?
    public var user: String?
    public var session: String?
    /// The beginnings of the first prompt and of the last answer.
    public var inputPreview: String
    public var outputPreview: String

    public init(
        id: TraceID, title: String, startTime: Int64, duration: Int64?, status: SpanStatus,
        spanCount: Int, models: [String] = [], usage: TokenUsage = TokenUsage(),
        inputPreview: String = "", outputPreview: String = "", cost: Double? = nil,
        user: String? = nil, session: String? = nil
    ) {
        self.cost = cost
        self.user = user
        self.session = session
        self.id = id
        self.title = title
        self.startTime = startTime
        self.duration = duration
        self.status = status
        self.spanCount = spanCount
        self.models = models
        self.usage = usage
        self.inputPreview = inputPreview
        self.outputPreview = outputPreview
    }
}
