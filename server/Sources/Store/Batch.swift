/// Some consecutive records of one journal segment, and how far they bring it.
///
/// Rows and position are committed together. A store takes a batch once: given the same one
/// again, it changes nothing.
public struct Batch: Sendable, Equatable {
    public var process: ProcessFacts
    /// The segment's index within its process instance.
    public var index: UInt64
    /// Where the segment was read from.
    public var from: UInt64
    /// Where reading it goes on.
    public var to: UInt64
    /// How the segment stands after this batch.
    public var state: SegmentProgress.State
    /// Why it is damaged, for people.
    public var problem: String?
    public var changes: [Change]
    /// The process is gone and nothing more of it will come: what it left running was interrupted.
    public var endsProcess: Bool

    public init(
        process: ProcessFacts, index: UInt64, from: UInt64, to: UInt64,
        state: SegmentProgress.State = .reading, problem: String? = nil, changes: [Change] = [],
        endsProcess: Bool = false
    ) {
        self.process = process
        self.index = index
        self.from = from
        self.to = to
        self.state = state
        self.problem = problem
        self.changes = changes
        self.endsProcess = endsProcess
    }
}
