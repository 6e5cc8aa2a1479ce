/// How a span ended.
public enum SpanOutcome: UInt32, Sendable {
    case returned = 0
    case raised = 1
    case cancelled = 2
    /// Its consumer closed or dropped it before its end.
    case abandoned = 3
}
