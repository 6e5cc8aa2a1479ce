extension ExportLogsRequest {
    /// Decodes protobuf. Throws if the bytes as a whole are none; what is wrong within one record
    /// rejects that record alone.
    public init(
        protobuf bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
    ) throws(OTLPError) {
        var decoder = ProtobufDecoder(limits: limits)
        // Safe: nothing that is decoded is a piece of the bytes.
        let records = try bytes.withUnsafeBufferPointer { bytes throws(OTLPError) in
            try decoder.logRecords(MessageReader(bytes))
        }
        self.init(records: records, rejections: decoder.rejections)
    }
}
