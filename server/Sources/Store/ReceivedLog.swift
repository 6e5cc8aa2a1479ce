import Model

/// A log record that another program has sent and that belongs to a span, such as a message of a model's call.
///
/// It becomes a payload of its span, which may have come before or come later. The same record sent twice is one.
public struct ReceivedLog: Sendable, Equatable {
    public var traceID: TraceID
    public var spanID: SpanID
    /// When it came, in nanoseconds since 1970.
    public var arrival: Int64
    /// What it says.
    public var payload: Payload

    public init(traceID: TraceID, spanID: SpanID, arrival: Int64, payload: Payload) {
        self.traceID = traceID
        self.spanID = spanID
        self.arrival = arrival
        self.payload = payload
    }
}
