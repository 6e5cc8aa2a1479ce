import JSON

/// The answer to a request that was taken: OTLP's `ExportTraceServiceResponse`, or the same for another signal. In protobuf
/// they are alike.
public struct ExportResponse: Sendable, Equatable {
    /// What a request brings.
    public enum Signal: Sendable {
        case traces
        case logs
        case metrics
    }

    private let signal: Signal
    private let rejected: Int
    private let message: String

    public init(_ signal: Signal, _ rejections: Rejections = Rejections()) {
        self.signal = signal
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
        if rejected > 0 { partial.set(Self.countName(signal), .string(String(rejected))) }
        if !message.isEmpty { partial.set("errorMessage", .string(message)) }
        return partial.isEmpty ? .object(partial) : ["partialSuccess": .object(partial)]
    }

    private static func countName(_ signal: Signal) -> String {
        switch signal {
        case .traces: "rejectedSpans"
        case .logs: "rejectedLogRecords"
        case .metrics: "rejectedDataPoints"
        }
    }
}
