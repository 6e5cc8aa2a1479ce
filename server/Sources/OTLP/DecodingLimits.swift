/// How much of one request is taken. What arrives is hostile until it is checked.
public struct DecodingLimits: Sendable, Equatable {
    /// Spans of one request; the others are rejected.
    public var spans: Int
    /// Log records of one request; the others are rejected.
    public var logRecords: Int
    /// Values of one request, those inside of others included; spans beyond are rejected.
    public var values: Int
    /// Attributes of one span, event, link, scope or resource; the others are dropped and counted.
    public var attributes: Int
    /// Events, and links, of one span; the others are dropped and counted.
    public var events: Int
    /// Bytes of one text or byte value; the rest is cut off and the cut is counted.
    public var valueBytes: Int
    /// Arrays and maps may be nested this deeply; a span with more is rejected.
    public var depth: Int

    public init(
        spans: Int = 100_000, logRecords: Int = 100_000, values: Int = 2_000_000, attributes: Int = 1_024,
        events: Int = 1_024, valueBytes: Int = 16 << 20, depth: Int = 32
    ) {
        self.spans = spans
        self.logRecords = logRecords
        self.values = values
        self.attributes = attributes
        self.events = events
        self.valueBytes = valueBytes
        self.depth = depth
    }
}
