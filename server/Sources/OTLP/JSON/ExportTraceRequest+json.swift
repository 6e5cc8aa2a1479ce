import JSON

extension ExportTraceRequest {
    /// Decodes OTLP's JSON. Throws if the body as a whole is none; what is wrong within one span
    /// rejects that span alone.
    public init(
        json bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
    ) throws(OTLPError) {
        let value: JSONValue
        do {
            // A value takes four levels of JSON, and twelve are around it. What is deeper is of no field, or of a value
            // that is too deep itself: its span is rejected, and not the request.
            value = try JSONValue(parsing: bytes, depthLimit: limits.depth * 4 + 16, leavesOutDeepValues: true)
        } catch {
            throw .invalidJSON("\(error)")
        }
        var decoder = ProtobufJSONDecoder(limits: limits)
        let resources = try decoder.request(value)
        self.init(resources: resources, rejections: decoder.rejections)
    }
}
