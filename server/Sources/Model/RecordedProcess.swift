/// The process that recorded a span.
public struct RecordedProcess: Sendable, Equatable, Codable {
    public var processID: UInt32
    /// `argv[0]`.
    public var program: String?
    public var executable: String?
    /// The language's implementation and version, such as `cpython 3.11.7`.
    public var runtime: String?
    public var host: String?
    public var service: String?
    /// For spans that were received: the attributes of their OpenTelemetry resource, as a JSON
    /// object.
    public var resource: String?

    public init(
        processID: UInt32, program: String? = nil, executable: String? = nil,
        runtime: String? = nil, host: String? = nil, service: String? = nil,
        resource: String? = nil
    ) {
        self.processID = processID
        self.program = program
        self.executable = executable
        self.runtime = runtime
        self.host = host
        self.service = service
        self.resource = resource
    }
}
