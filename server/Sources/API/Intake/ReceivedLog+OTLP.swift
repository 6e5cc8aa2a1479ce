import JSON
import Model
import OTLP
import Store

extension ReceivedLog {
    /// A record as the store keeps it; `nil` if it names no span, or is neither a message of a model's call nor an exception.
    ///
    /// It has the form of a span's event, with a body if the record has one.
    init?(_ record: LogRecord, arrival: Int64) {
        guard let trace = record.traceID, let span = record.spanID else { return nil }
        let name = record.eventName.isEmpty ? record.attributes["event.name"]?.string ?? "" : record.eventName
        guard name.hasPrefix("gen_ai.") || record.isException(name) else { return nil }
        let time = record.time != 0 ? record.time : record.observedTime
        var object = JSONObject([("name", .string(name)), ("time_unix_nano", .string(String(time)))])
        object.set("attributes", .object(record.attributes.json))
        if record.body != .empty { object.set("body", record.body.json) }
        if record.observedTime != 0, record.observedTime != time {
            object.set("observed_time_unix_nano", .string(String(record.observedTime)))
        }
        if record.severityNumber > 0 { object.set("severity_number", .integer(record.severityNumber)) }
        if !record.severityText.isEmpty { object.set("severity_text", .string(record.severityText)) }
        if record.droppedAttributes > 0 { object.set("dropped_attributes", .integer(record.droppedAttributes)) }
        if record.cutValues > 0 { object.set("cut_values", .integer(record.cutValues)) }
        self.init(
            traceID: trace, spanID: span, arrival: arrival,
            payload: Payload(key: "log", mediaType: .json, time: time, bytes: JSONValue.object(object).jsonBytes))
    }
}

extension LogRecord {
    /// By its name, or by what any record has that a program writes of an exception.
    fileprivate func isException(_ name: String) -> Bool {
        name == "exception" || attributes["exception.type"] != nil || attributes["exception.message"] != nil
    }
}
