import JSON

extension ExportTraceRequest {
    /// Decodes OTLP's JSON. Throws if the body as a whole is none; what is wrong within one span
    /// rejects that span alone.
    public init(
        json bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
    ) throws(OTLPError) {
        let value = try JSONValue(otlp: bytes, limits: limits)
        var decoder = ProtobufJSONDecoder(limits: limits)
        let resources = try decoder.request(value)
        self.init(resources: resources, rejections: decoder.rejections)
    }
}
