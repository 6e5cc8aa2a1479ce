import JSON

/// The answer to a request that was not taken: `google.rpc.Status`, as OTLP over HTTP asks for it.
public struct StatusResponse: Sendable, Equatable {
    /// One of gRPC's.
    private let code: Int
    /// For people.
    private let message: String

    /// - Parameter status: of HTTP.
    public init(status: Int, message: String) {
        code = Self.code(status)
        self.message = message
    }

    public var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.add(1, UInt64(code))
        writer.add(2, message)
        return writer.bytes
    }

    public var json: JSONValue { ["code": .number(JSONNumber(code)), "message": .string(message)] }

    /// The code that gRPC has for what HTTP says by a status.
    private static func code(_ status: Int) -> Int {
        switch status {
        case 401: 16  // UNAUTHENTICATED
        case 403: 7  // PERMISSION_DENIED
        case 404: 5  // NOT_FOUND
        case 405: 12  // UNIMPLEMENTED
        case 429: 8  // RESOURCE_EXHAUSTED
        case 400..<500: 3  // INVALID_ARGUMENT
        case 503: 14  // UNAVAILABLE
        default: 13  // INTERNAL
        }
    }
}
