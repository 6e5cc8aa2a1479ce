import Model

/// How a store finds out what spans mean.
public struct Interpreter: Sendable {
    /// Another one whenever the same payloads would give another meaning.
    public let version: Int
    private let body: @Sendable (Span, [Payload]) -> Meaning

    /// - Parameter body: must be pure, and quick: it runs while a transaction is open.
    public init(version: Int, body: @escaping @Sendable (Span, [Payload]) -> Meaning) {
        self.version = version
        self.body = body
    }

    /// What a span means, from all that was seen of it.
    public func meaning(of span: Span, payloads: [Payload]) -> Meaning {
        body(span, payloads)
    }
}
