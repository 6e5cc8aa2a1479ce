import JSON

extension JSONValue {
    /// The body of a request in OTLP's JSON.
    init(otlp bytes: [UInt8], limits: DecodingLimits) throws(OTLPError) {
        do {
            // A value takes four levels of JSON, and twelve are around it. What is deeper is of no field, or of a value
            // that is too deep itself: its span is rejected, and not the request.
            self = try JSONValue(parsing: bytes, depthLimit: limits.depth * 4 + 16, leavesOutDeepValues: true)
        } catch {
            throw .invalidJSON("\(error)")
        }
    }
}
