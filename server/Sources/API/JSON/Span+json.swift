import JSON
import Model
import Store

extension Span {
    /// Without its meaning.
    var json: JSONObject {
        var object = JSONObject([("id", .string(id.hex)), ("trace_id", .string(traceID.hex))])
        object.set("parent_id", .optional(parentID?.hex))
        object.set("name", .string(name))
        object.set("scope", .string(scope))
        object.set("kind", .string("\(kind)"))
        object.set("status", .string(status.rawValue))
        object.set(time: "start_time", startTime)
        object.set(time: "end_time", endTime)
        object.set("duration_nano", .optional(duration))
        object.set("thread_id", .integer(threadID))
        object.set("process", process?.json ?? .null)
        return object
    }
}

extension RecordedProcess {
    var json: JSONValue {
        [
            "process_id": .integer(processID), "program": .optional(program),
            "executable": .optional(executable), "runtime": .optional(runtime),
            "host": .optional(host), "service": .optional(service),
            "resource": resource.flatMap { JSONValue(salvaging: Array($0.utf8)) } ?? .null,
        ]
    }
}

extension RecordedSpan {
    /// With its meaning and everything that was seen.
    var json: JSONObject {
        var object = span.json
        object.set("meaning", span.meaning?.json ?? .null)
        object.set("payloads", .array(payloads.map(\.json)))
        object.set("payloads_omitted", .bool(omitsPayloads))
        return object
    }
}

extension SpanSummary {
    /// As an entry of the list of spans.
    var json: JSONObject {
        var object = span.json
        object.set("title", .string(title))
        object.set("model", .optional(model))
        object.set("operation", .string(operation.rawValue))
        object.set("usage", usage.json)
        object.set("cost_usd", .amount(cost))
        return object
    }
}
