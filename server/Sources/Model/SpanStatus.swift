/// How a span stands.
public enum SpanStatus: String, Sendable, CaseIterable, Codable {
    /// Its process lives and has not ended it.
    case running
    /// It returned.
    case ok
    /// It raised an error.
    case error
    /// It was cancelled, as an asyncio task is.
    case cancelled
    /// Its consumer closed or dropped it before its end, as with a stream that is left early.
    case abandoned
    /// Its process was gone before it ended.
    case interrupted
}
