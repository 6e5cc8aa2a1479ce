import JSON

extension ExportLogsRequest {
    /// Decodes OTLP's JSON. Throws if the body as a whole is none; what is wrong within one record
    /// rejects that record alone.
    public init(
        json bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
    ) throws(OTLPError) {
        let value = try JSONValue(otlp: bytes, limits: limits)
        var decoder = ProtobufJSONDecoder(limits: limits)
        let records = try decoder.logRecords(value)
        self.init(records: records, rejections: decoder.rejections)
    }
}
