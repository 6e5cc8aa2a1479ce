/// What the spans of some stretch of time come to.
public struct ChartSums: Sendable, Equatable {
    /// Spans that ended.
    public var spans: Int
    /// Those of them that raised an error.
    public var errors: Int
    public var inputTokens: Int
    public var outputTokens: Int
    /// US dollars.
    public var cost: Double
    /// Nanoseconds that half of the spans did not exceed, and 95 and 99 of 100.
    public var median: Int64?
    public var percentile95: Int64?
    public var percentile99: Int64?

    public init(
        spans: Int = 0, errors: Int = 0, inputTokens: Int = 0, outputTokens: Int = 0, cost: Double = 0,
        median: Int64? = nil, percentile95: Int64? = nil, percentile99: Int64? = nil
    ) {
        self.spans = spans
        self.errors = errors
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cost = cost
        self.median = median
        self.percentile95 = percentile95
        self.percentile99 = percentile99
    }
}

/// Spans that have something in common, over time.
public struct ChartGroup: Sendable {
    /// What they have in common; `nil` for spans that have nothing of the kind, such as a model.
    public var name: String?
    /// Over all of the time.
    public var total: ChartSums
    /// By number of the step; of steps in which something ended.
    public var steps: [Int: ChartSums]

    public init(name: String?, total: ChartSums, steps: [Int: ChartSums]) {
        self.name = name
        self.total = total
        self.steps = steps
    }
}
