/// Where received spans come from: an OpenTelemetry resource.
public struct SpanSource: Hashable, Sendable {
    /// The attributes as a JSON object: two sources are the same if this is.
    public var resource: String
    /// What the attributes say of the process.
    public var processID: UInt32
    public var description: ProcessDescription

    public init(
        resource: String, processID: UInt32 = 0,
        description: ProcessDescription = ProcessDescription()
    ) {
        self.resource = resource
        self.processID = processID
        self.description = description
    }
}
