/// What a child needs to know of its parent, and an end of its start.
public struct SpanContext: Sendable {
    public let trace: JournalID
    /// Never 0.
    public let span: UInt64
    /// Which process instance started it, counted within this process's line of forks: a child of
    /// a fork continues its parent's trace but does not write its parent's ends.
    public let generation: UInt64

    public init(trace: JournalID, span: UInt64, generation: UInt64) {
        self.trace = trace
        self.span = span
        self.generation = generation
    }
}
