/// What a program sends to `/v1/traces`: OTLP's `ExportTraceServiceRequest`.
///
/// A span that cannot be taken is left out and counted; the others are kept.
public struct ExportTraceRequest: Sendable, Equatable {
    public var resources: [ResourceSpans]
    /// What was left out, and why.
    public var rejections: Rejections

    public init(resources: [ResourceSpans] = [], rejections: Rejections = Rejections()) {
        self.resources = resources
        self.rejections = rejections
    }

    /// Spans that were taken.
    public var spanCount: Int {
        resources.reduce(0) { $0 + $1.scopes.reduce(0) { $0 + $1.spans.count } }
    }
}
