import Model

/// What a listed span has to have; of a listed trace, the trace itself, or one of its spans where it
/// says so.
public struct ListFilter: Sendable, Equatable {
    /// The name as it was recorded; of a trace, its title.
    public var name: String?
    /// What sort of work it was; of a trace, one of its spans.
    public var operation: Meaning.Operation?
    /// For whom the program worked; of a trace, of the first of its spans that says.
    public var user: String?
    public var session: String?
    /// Of a trace: one of its spans has it.
    public var tag: String?
    /// Nanoseconds.
    public var duration: Bounds<Int64>
    /// All tokens; of a trace, over its spans.
    public var tokens: Bounds<Int>
    /// US dollars; of a trace, over its spans.
    public var cost: Bounds<Double>
    /// Words that all are in the prompts and answers of the span, or of one of the trace's spans, in
    /// any order; `*` behind one stands for all that begin so. Lists are then sorted by when spans
    /// were stored, the latest first.
    public var text: String?

    /// From and to, both included; `nil` for no bound.
    public struct Bounds<Value: Sendable & Equatable>: Sendable, Equatable {
        public var least: Value?
        public var most: Value?

        public init(_ least: Value? = nil, _ most: Value? = nil) {
            self.least = least
            self.most = most
        }
    }

    public init(
        name: String? = nil, operation: Meaning.Operation? = nil, user: String? = nil,
        session: String? = nil, tag: String? = nil, duration: Bounds<Int64> = .init(),
        tokens: Bounds<Int> = .init(), cost: Bounds<Double> = .init(), text: String? = nil
    ) {
        self.name = name
        self.operation = operation
        self.user = user
        self.session = session
        self.tag = tag
        self.duration = duration
        self.tokens = tokens
        self.cost = cost
        self.text = text
    }
}
