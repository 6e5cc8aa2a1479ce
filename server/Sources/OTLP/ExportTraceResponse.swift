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
        var partial: [UInt8] = []
        if rejected > 0 {
            partial.append(1 << 3)
            Self.append(varint: UInt64(rejected), to: &partial)
        }
        if !message.isEmpty {
            partial.append(2 << 3 | 2)
            Self.append(varint: UInt64(message.utf8.count), to: &partial)
            partial += message.utf8
        }
        guard !partial.isEmpty else { return [] }
        var bytes: [UInt8] = [1 << 3 | 2]
        Self.append(varint: UInt64(partial.count), to: &bytes)
        return bytes + partial
    }

    /// In JSON; an empty object if everything was taken.
    public var json: JSONValue {
        var partial = JSONObject()
        // 64 bits are texts in protobuf's JSON.
        if rejected > 0 { partial.set("rejectedSpans", .string(String(rejected))) }
        if !message.isEmpty { partial.set("errorMessage", .string(message)) }
        return partial.isEmpty ? .object(partial) : ["partialSuccess": .object(partial)]
    }

    private static func append(varint value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}
