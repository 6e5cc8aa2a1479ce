import JSON
import Model
import Store

extension TraceSummary {
    /// As an entry of the list of traces.
    var json: JSONObject {
        var object = JSONObject([("id", .string(id.hex)), ("title", .string(title))])
        object.set("status", .string(status.rawValue))
        object.set(time: "start_time", startTime)
        object.set("duration_nano", .optional(duration))
        object.set("span_count", .integer(spanCount))
        object.set("models", .array(models.map { .string($0) }))
        object.set("usage", usage.json)
        object.set("cost_usd", .amount(cost))
        object.set("user", .optional(user))
        object.set("session", .optional(session))
        object.set("input_preview", .string(inputPreview))
        object.set("output_preview", .string(outputPreview))
        return object
    }
}

extension TokenUsage {
    var json: JSONValue {
        [
            "input": .optional(input), "output": .optional(output), "total": .optional(total),
            "cached_input": .optional(cachedInput), "reasoning": .optional(reasoning),
        ]
    }
}

extension RecordedTrace {
    /// The entry of the list, the spans, and where more of them follow.
    var json: JSONObject {
        var object = summary.json
        object.set("spans", .array(spans.map { .object($0.json) }))
        object.set("next_cursor", .optional(nextCursor))
        object.set("is_complete", .bool(isComplete))
        return object
    }
}
