import Model

/// A span as it was sent.
public struct ExportedSpan: Sendable, Equatable {
    public var traceID: TraceID
    public var id: SpanID
    public var parentID: SpanID?
    /// W3C `tracestate`; empty if there is none.
    public var traceState: String
    /// W3C trace flags and OTLP's own above them.
    public var flags: UInt32
    public var name: String
    public var kind: SpanKind
    /// Nanoseconds since 1970.
    public var startTime: Int64
    /// Nanoseconds since 1970; `nil` if the sender did not say one. It may be before the start.
    public var endTime: Int64?
    public var attributes: [Attribute]
    public var events: [SpanEvent]
    public var links: [SpanLink]
    public var status: ExportedStatus
    /// What the sender, or a limit of ours, left out.
    public var dropped: DroppedCounts

    public init(
        traceID: TraceID, id: SpanID, parentID: SpanID? = nil, traceState: String = "",
        flags: UInt32 = 0, name: String = "", kind: SpanKind = .internal, startTime: Int64,
        endTime: Int64? = nil, attributes: [Attribute] = [], events: [SpanEvent] = [],
        links: [SpanLink] = [], status: ExportedStatus = ExportedStatus(),
        dropped: DroppedCounts = DroppedCounts()
    ) {
        self.traceID = traceID
        self.id = id
        self.parentID = parentID
        self.traceState = traceState
        self.flags = flags
        self.name = name
        self.kind = kind
        self.startTime = startTime
        self.endTime = endTime
        self.attributes = attributes
        self.events = events
        self.links = links
        self.status = status
        self.dropped = dropped
    }
}
