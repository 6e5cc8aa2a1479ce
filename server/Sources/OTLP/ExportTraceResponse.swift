import JSON

/// The answer to a request that was taken: OTLP's `ExportTraceServiceResponse`.
public struct ExportTraceResponse: Sendable, Equatable {
    private let rejected: Int
    private let message: String

    public init(_ rejections: Rejections) {
        rejected = rejections.count
        message = rejections.message
    }

    /// In protobuf; no bytes at all if everything was taken.
    public var protobuf: [UInt8] {
        var partial = ProtobufWriter()
        partial.add(1, UInt64(rejected))
        partial.add(2, message)
        var response = ProtobufWriter()
        response.add(1, partial.bytes)
        return response.bytes
    }

    /// In JSON; an empty object if everything was taken.
    public var json: JSONValue {
        var partial = JSONObject()
        // 64 bits are texts in protobuf's JSON.
        if rejected > 0 { partial.set("rejectedSpans", .string(String(rejected))) }
        if !message.isEmpty { partial.set("errorMessage", .string(message)) }
        return partial.isEmpty ? .object(partial) : ["partialSuccess": .object(partial)]
    }
}
