import Model

extension ProtobufDecoder {
    /// The records of an `ExportLogsServiceRequest`.
    mutating func logRecords(_ reader: MessageReader) throws(OTLPError) -> [LogRecord] {
        var records: [LogRecord] = []
        var reader = reader
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): try addResource(reader.message(), to: &records)
            default: try reader.skip(tag)
            }
        }
        return records
    }

    private mutating func addResource(_ reader: MessageReader, to records: inout [LogRecord]) throws(OTLPError) {
        var reader = reader
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (2, .lengthDelimited): try addScope(reader.message(), to: &records)
            default: try reader.skip(tag)
            }
        }
    }

    private mutating func addScope(_ reader: MessageReader, to records: inout [LogRecord]) throws(OTLPError) {
        var reader = reader
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (2, .lengthDelimited):
                let message = try reader.message()
                do {
                    try budget.takeLogRecord()
                    records.append(try logRecord(message))
                } catch {
                    budget.rejections.reject(error)
                }
            default: try reader.skip(tag)
            }
        }
    }

    private mutating func logRecord(_ reader: MessageReader) throws(OTLPError) -> LogRecord {
        var reader = reader
        var record = LogRecord()
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .fixed64): record.time = try DecodingBudget.time(reader.fixed64())
            case (2, .varint): record.severityNumber = UInt32(clamping: try reader.varint())
            case (3, .lengthDelimited): record.severityText = try reader.string("severity_text")
            case (5, .lengthDelimited): record.body = try value(reader.message(), depth: 1, cuts: &record.cutValues)
            case (6, .lengthDelimited):
                try attribute(
                    reader.message(), into: &record.attributes, dropped: &record.droppedAttributes, cuts: &record.cutValues)
            case (7, .varint): try note(dropped: reader.varint(), in: &record.droppedAttributes)
            case (9, .lengthDelimited): record.traceID = try Self.id("trace_id", reader.lengthDelimited()) { TraceID(bytes: $0) }
            case (10, .lengthDelimited): record.spanID = try Self.id("span_id", reader.lengthDelimited()) { SpanID(bytes: $0) }
            case (11, .fixed64): record.observedTime = try DecodingBudget.time(reader.fixed64())
            case (12, .lengthDelimited): record.eventName = try reader.string("event_name")
            default: try reader.skip(tag)
            }
        }
        return record
    }

    /// No bytes, or zeros alone, are no id.
    private static func id<ID>(
        _ field: String, _ bytes: MessageReader.Bytes, _ make: (MessageReader.Bytes) -> ID?
    ) throws(OTLPError) -> ID? {
        if let id = make(bytes) { return id }
        guard bytes.allSatisfy({ $0 == 0 }) else { throw .invalidID(field: field) }
        return nil
    }
}
