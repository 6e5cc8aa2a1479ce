import Model

/// A judgement of a trace, a span or a session, by a person or a program.
public struct Score: Sendable, Equatable {
    /// The sender's; a score of the same id replaces the one before.
    public var id: String
    public var name: String
    public var value: Value
    public var trace: TraceID?
    public var span: SpanID?
    public var session: String?
    public var comment: String?
    public var environment: String?
    /// A JSON object of the sender's.
    public var metadata: String?
    /// Nanoseconds since 1970.
    public var time: Int64

    /// What the judgement is.
    public enum Value: Sendable, Equatable {
        case number(Double)
        case bool(Bool)
        /// One of several words.
        case category(String)
        case text(String)
    }

    public init(
        id: String, name: String, value: Value, trace: TraceID? = nil, span: SpanID? = nil,
        session: String? = nil, comment: String? = nil, environment: String? = nil,
        metadata: String? = nil, time: Int64
    ) {
        self.id = id
        self.name = name
        self.value = value
        self.trace = trace
        self.span = span
        self.session = session
        self.comment = comment
        self.environment = environment
        self.metadata = metadata
        self.time = time
    }
}
