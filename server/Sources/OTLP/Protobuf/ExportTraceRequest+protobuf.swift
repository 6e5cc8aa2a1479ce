extension ExportTraceRequest {
    /// Decodes protobuf. Throws if the bytes as a whole are none; what is wrong within one span
    /// rejects that span alone.
    public init(
        protobuf bytes: [UInt8], limits: DecodingLimits = DecodingLimits()
    ) throws(OTLPError) {
        var decoder = ProtobufDecoder(limits: limits)
        // Safe: nothing that is decoded is a piece of the bytes.
        let resources = try bytes.withUnsafeBufferPointer { bytes throws(OTLPError) in
            try decoder.request(MessageReader(bytes))
        }
        self.init(resources: resources, rejections: decoder.rejections)
    }
}
