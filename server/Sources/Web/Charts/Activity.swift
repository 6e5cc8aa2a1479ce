/// When spans ended, as the list of traces shows it.
public struct Activity: Sendable {
    public var steps: ChartSteps
    public var sums: ChartGroup
    /// `nil` where two moments were given.
    public var range: ChartsFilter.Range?

    public init(steps: ChartSteps, sums: ChartGroup, range: ChartsFilter.Range?) {
        self.steps = steps
        self.sums = sums
        self.range = range
    }
}
