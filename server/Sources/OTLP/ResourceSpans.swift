/// The spans of one resource.
public struct ResourceSpans: Sendable, Equatable {
    public var resource: Resource
    public var scopes: [ScopeSpans]

    public init(resource: Resource = Resource(), scopes: [ScopeSpans] = []) {
        self.resource = resource
        self.scopes = scopes
    }
}
