import Model

/// How a store finds out what spans mean.
public struct Interpreter: Sendable {
    /// Another one whenever the same payloads would give another meaning.
    public let version: Int
    private let body: @Sendable (Span, [Payload]) -> Meaning
    private let outline: @Sendable (Span, [Payload]) -> Meaning

    /// - Parameters:
    ///   - outline: the same as `body`, without what no list shows and no search finds; else `body`.
    ///   - body: must be pure, and quick: it runs while a transaction is open.
    public init(
        version: Int, outline: (@Sendable (Span, [Payload]) -> Meaning)? = nil,
        body: @escaping @Sendable (Span, [Payload]) -> Meaning
    ) {
        self.version = version
        self.body = body
        self.outline = outline ?? body
    }

    /// What a span means, from all that was seen of it.
    public func meaning(of span: Span, payloads: [Payload]) -> Meaning {
        body(span, payloads)
    }

    /// The same, without what no list shows and no search finds.
    func outline(of span: Span, payloads: [Payload]) -> Meaning {
        outline(span, payloads)
    }
}
