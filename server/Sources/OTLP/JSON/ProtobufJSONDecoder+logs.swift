import JSON
import Model

extension ProtobufJSONDecoder {
    /// The records of an `ExportLogsServiceRequest`.
    mutating func logRecords(_ value: JSONValue) throws(OTLPError) -> [LogRecord] {
        var records: [LogRecord] = []
        for element in try FieldReader(value, "request").array("resourceLogs", "resource_logs") {
            for element in try FieldReader(element, "resourceLogs").array("scopeLogs", "scope_logs") {
                for element in try FieldReader(element, "scopeLogs").array("logRecords", "log_records") {
                    do {
                        try budget.takeLogRecord()
                        records.append(try logRecord(FieldReader(element, "logRecord")))
                    } catch {
                        budget.rejections.reject(error)
                    }
                }
            }
        }
        return records
    }

    private mutating func logRecord(_ fields: FieldReader) throws(OTLPError) -> LogRecord {
        var record = LogRecord()
        record.traceID = try Self.id("trace_id", fields.string("traceId", "trace_id")) { TraceID(json: $0) }
        record.spanID = try Self.id("span_id", fields.string("spanId", "span_id")) { SpanID(json: $0) }
        record.eventName = try fields.string("eventName", "event_name")
        record.time = try fields.time("timeUnixNano", "time_unix_nano")
        record.observedTime = try fields.time("observedTimeUnixNano", "observed_time_unix_nano")
        record.severityNumber = try severity(fields)
        record.severityText = try fields.string("severityText", "severity_text")
        record.droppedAttributes = try fields.count("droppedAttributesCount", "dropped_attributes_count")
        try attributes(of: fields, into: &record.attributes, dropped: &record.droppedAttributes, cuts: &record.cutValues)
        if let body = fields.value("body") { record.body = try value(body, depth: 1, cuts: &record.cutValues) }
        return record
    }

    /// A number, or as protobuf's JSON has it, a name, of which nobody here needs the number.
    private func severity(_ fields: FieldReader) throws(OTLPError) -> UInt32 {
        guard fields.value("severityNumber", "severity_number")?.number != nil else { return 0 }
        return try fields.count("severityNumber", "severity_number")
    }

    /// No text, or one of zeros alone, is no id.
    private static func id<ID>(
        _ field: String, _ text: String, _ make: (String) -> ID?
    ) throws(OTLPError) -> ID? {
        if let id = make(text) { return id }
        guard text.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) else { throw .invalidID(field: field) }
        return nil
    }
}
