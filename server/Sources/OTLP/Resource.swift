/// What produced spans: a service, a process, a host.
public struct Resource: Sendable, Equatable {
    public var attributes: [Attribute]
    /// Attributes that the sender, or a limit of ours, left out.
    public var droppedAttributes: UInt32
    public var schemaURL: String

    public init(
        attributes: [Attribute] = [], droppedAttributes: UInt32 = 0, schemaURL: String = ""
    ) {
        self.attributes = attributes
        self.droppedAttributes = droppedAttributes
        self.schemaURL = schemaURL
    }
}
