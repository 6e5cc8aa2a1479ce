/// One recorded call.
public struct Span: Sendable, Equatable {
    public var id: SpanID
    public var traceID: TraceID
    public var parentID: SpanID?
    /// The name that the recorder gave it; ``Meaning/title`` is the one to show.
    public var name: String
    /// What recorded it, such as `openai`; empty if it did not say.
    public var scope: String
    public var kind: SpanKind
    /// Nanoseconds since 1970.
    public var startTime: Int64
    /// Nanoseconds since 1970; `nil` while it runs. For an interrupted span, the last
    /// time at which its process was seen to record anything.
    public var endTime: Int64?
    public var status: SpanStatus
    public var process: RecordedProcess?
    public var threadID: UInt32
    /// What the recorded payloads mean; `nil` until there is something to interpret.
    public var meaning: Meaning? {
        get { meaningApart?.value }
        set { meaningApart = newValue.map { Apart($0) } }
    }
    /// It is several times as large as all the rest, and spans that are moved about have none.
    private var meaningApart: Apart<Meaning>?

    public init(
        id: SpanID, traceID: TraceID, parentID: SpanID? = nil, name: String, scope: String = "",
        kind: SpanKind = .internal, startTime: Int64, endTime: Int64? = nil,
        status: SpanStatus = .running, process: RecordedProcess? = nil, threadID: UInt32 = 0,
        meaning: Meaning? = nil
    ) {
        self.id = id
        self.traceID = traceID
        self.parentID = parentID
        self.name = name
        self.scope = scope
        self.kind = kind
        self.startTime = startTime
        self.endTime = endTime
        self.status = status
        self.process = process
        self.threadID = threadID
        meaningApart = meaning.map { Apart($0) }
    }

    /// Nanoseconds from start to end; `nil` while it runs. Never traps: times come from files.
    public var duration: Int64? {
        endTime.map { max(0, $0.subtractingReportingOverflow(startTime).partialValue) }
    }
}
