/// Something that happened at one moment of a span, such as an exception.
public struct SpanEvent: Sendable, Equatable {
    public var name: String
    /// Nanoseconds since 1970; 0 if the sender did not say.
    public var time: Int64
    public var attributes: [Attribute]
    /// Attributes that the sender, or a limit of ours, left out.
    public var droppedAttributes: UInt32

    public init(
        name: String, time: Int64 = 0, attributes: [Attribute] = [], droppedAttributes: UInt32 = 0
    ) {
        self.name = name
        self.time = time
        self.attributes = attributes
        self.droppedAttributes = droppedAttributes
    }
}
