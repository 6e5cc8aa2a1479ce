import Model

extension TokenUsage {
    /// The sum of input and output where nobody named a total: many APIs and most recorders do not, and sums over
    /// spans of which some do would be of some alone.
    mutating func completeTotal() {
        guard total == nil, input != nil || output != nil else { return }
        let (sum, overflow) = (input ?? 0).addingReportingOverflow(output ?? 0)
        if !overflow { total = sum }
    }
}
