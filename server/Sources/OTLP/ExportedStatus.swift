/// How a span ended, as its sender says.
public struct ExportedStatus: Sendable, Equatable {
    /// The numbers are OTLP's.
    public enum Code: UInt8, Sendable {
        case unset = 0
        case ok = 1
        case error = 2
    }

    public var code: Code
    public var message: String

    public init(code: Code = .unset, message: String = "") {
        self.code = code
        self.message = message
    }
}
