import Model

/// What a span turned out to mean.
public struct Interpreted: Sendable, Equatable {
    /// ``DueSpan/row``.
    public var row: Int64
    /// ``DueSpan/revision``: a span that has moved on meanwhile stays due.
    public var revision: Int64
    public var meaning: Meaning

    public init(row: Int64, revision: Int64, meaning: Meaning) {
        self.row = row
        self.revision = revision
        self.meaning = meaning
    }
}
