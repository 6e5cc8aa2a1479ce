/// What a recording process says of itself. All of it may be missing.
public struct ProcessDescription: Sendable, Hashable {
    public var executable: String?
    /// `argv[0]`.
    public var program: String?
    /// The language's implementation and version, such as `cpython 3.11.7`.
    public var runtime: String?
    /// The version of Martlet that recorded.
    public var recorder: String?
    public var host: String?
    public var service: String?

    public init(
        executable: String? = nil, program: String? = nil, runtime: String? = nil,
        recorder: String? = nil, host: String? = nil, service: String? = nil
    ) {
        self.executable = executable
        self.program = program
        self.runtime = runtime
        self.recorder = recorder
        self.host = host
        self.service = service
    }
}
