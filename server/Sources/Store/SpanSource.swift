import Model

/// Where received spans come from: an OpenTelemetry resource.
///
/// Many spans share one: as a class it is handed on with one reference, and not with one for each of its texts.
public final class SpanSource: Hashable, Sendable {
    /// The attributes as a JSON object: two sources are the same if this is.
    public let resource: String
    /// What the attributes say of the process.
    public let processID: UInt32
    public let description: ProcessDescription
    /// The process as it will be read back with each span.
    let process: RecordedProcess

    public init(
        resource: String, processID: UInt32 = 0,
        description: ProcessDescription = ProcessDescription()
    ) {
        self.resource = resource
        self.processID = processID
        self.description = description
        process = RecordedProcess(
            processID: processID, program: description.program, executable: description.executable,
            runtime: description.runtime, host: description.host, service: description.service,
            resource: resource)
    }

    public static func == (left: SpanSource, right: SpanSource) -> Bool {
        left === right
            || left.resource == right.resource && left.processID == right.processID
                && left.description == right.description
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(resource)
        hasher.combine(processID)
    }
}
