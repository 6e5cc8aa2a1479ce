import Model

/// A span that has something new to interpret.
public struct DueSpan: Sendable, Equatable {
    /// The store's own number for it.
    public var row: Int64
    /// Another one whenever there is something new again.
    public var revision: Int64
    public var recorded: RecordedSpan

    public init(row: Int64, revision: Int64, recorded: RecordedSpan) {
        self.row = row
        self.revision = revision
        self.recorded = recorded
    }
}
