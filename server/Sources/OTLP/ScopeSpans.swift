/// The spans of one instrumentation scope.
public struct ScopeSpans: Sendable, Equatable {
    public var scope: Scope
    public var spans: [ExportedSpan]

    public init(scope: Scope = Scope(), spans: [ExportedSpan] = []) {
        self.scope = scope
        self.spans = spans
    }
}
