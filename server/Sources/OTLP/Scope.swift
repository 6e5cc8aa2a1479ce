/// The library that made spans: OTLP's `InstrumentationScope`.
public struct Scope: Sendable, Equatable {
    public var name: String
    public var version: String
    public var attributes: [Attribute]
    /// Attributes that the sender, or a limit of ours, left out.
    public var droppedAttributes: UInt32
    public var schemaURL: String

    public init(
        name: String = "", version: String = "", attributes: [Attribute] = [],
        droppedAttributes: UInt32 = 0, schemaURL: String = ""
    ) {
        self.name = name
        self.version = version
        self.attributes = attributes
        self.droppedAttributes = droppedAttributes
        self.schemaURL = schemaURL
    }
}
