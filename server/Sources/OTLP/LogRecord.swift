import Model

/// A log record as it was sent; with a name it is an event.
public struct LogRecord: Sendable, Equatable {
    /// The trace and the span that it belongs to; `nil` if the sender did not say.
    public var traceID: TraceID?
    public var spanID: SpanID?
    /// Empty if there is none.
    public var eventName: String
    /// Nanoseconds since 1970, of what happened; 0 if the sender did not say.
    public var time: Int64
    /// The same for when it was noticed.
    public var observedTime: Int64
    /// OTLP's number; 0 if there is none.
    public var severityNumber: UInt32
    public var severityText: String
    public var body: AttributeValue
    public var attributes: [Attribute]
    /// Attributes that the sender, or a limit of ours, left out.
    public var droppedAttributes: UInt32
    /// Texts and bytes that were longer than a limit of ours, and of which the beginning was kept.
    public var cutValues: UInt32

    public init(
        traceID: TraceID? = nil, spanID: SpanID? = nil, eventName: String = "", time: Int64 = 0, observedTime: Int64 = 0,
        severityNumber: UInt32 = 0, severityText: String = "", body: AttributeValue = .empty, attributes: [Attribute] = [],
        droppedAttributes: UInt32 = 0, cutValues: UInt32 = 0
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.eventName = eventName
        self.time = time
        self.observedTime = observedTime
        self.severityNumber = severityNumber
        self.severityText = severityText
        self.body = body
        self.attributes = attributes
        self.droppedAttributes = droppedAttributes
        self.cutValues = cutValues
    }
}
