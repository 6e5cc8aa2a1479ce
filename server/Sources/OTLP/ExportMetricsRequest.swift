import JSON

/// What a program sends to `/v1/metrics`, of which nothing is kept: it is only looked at whether it is a request at all.
public enum ExportMetricsRequest {
    /// Throws if these bytes are no message of protobuf's.
    public static func check(protobuf bytes: [UInt8]) throws(OTLPError) {
        // Safe: the reader ends with the closure.
        try bytes.withUnsafeBufferPointer { bytes throws(OTLPError) in
            var reader = MessageReader(bytes)
            while let tag = try reader.nextTag() { try reader.skip(tag) }
        }
    }

    /// Throws if this is no object of JSON's.
    public static func check(json bytes: [UInt8]) throws(OTLPError) {
        _ = try FieldReader(JSONValue(otlp: bytes, limits: DecodingLimits()), "request")
    }
}
