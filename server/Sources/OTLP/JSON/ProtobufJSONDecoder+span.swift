import JSON
import Model

extension ProtobufJSONDecoder {
    private static let kinds = [
        "SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT",
        "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER",
    ]
    private static let statusCodes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"]

    mutating func span(_ fields: FieldReader) throws(OTLPError) -> ExportedSpan {
        var draft = SpanDraft()
        draft.traceID = TraceID(json: try fields.string("traceId", "trace_id"))
        draft.id = SpanID(json: try fields.string("spanId", "span_id"))
        try draft.setParent(json: fields.string("parentSpanId", "parent_span_id"))
        draft.traceState = try fields.string("traceState", "trace_state")
        draft.flags = try fields.count("flags")
        draft.name = try fields.string("name")
        draft.kind = SpanKind(clamping: try fields.code("kind", names: Self.kinds))
        draft.startTime = try fields.time("startTimeUnixNano", "start_time_unix_nano")
        draft.endTime = try fields.time("endTimeUnixNano", "end_time_unix_nano")
        draft.dropped.attributes = try fields.count(
            "droppedAttributesCount", "dropped_attributes_count")
        draft.dropped.events = try fields.count("droppedEventsCount", "dropped_events_count")
        draft.dropped.links = try fields.count("droppedLinksCount", "dropped_links_count")
        try attributes(
            of: fields, into: &draft.attributes, dropped: &draft.dropped.attributes,
            cuts: &draft.dropped.cutValues)
        for element in try fields.array("events") { try addEvent(element, to: &draft) }
        for element in try fields.array("links") { try addLink(element, to: &draft) }
        if let value = fields.value("status") {
            let status = try FieldReader(value, "status")
            draft.status.message = try status.string("message")
            draft.status.code = ExportedStatus.Code(
                clamping: try status.code("code", names: Self.statusCodes))
        }
        return try draft.finished()
    }

    private mutating func addEvent(
        _ value: JSONValue, to draft: inout SpanDraft
    ) throws(OTLPError) {
        guard draft.events.count < budget.limits.events else { return count(&draft.dropped.events) }
        try budget.takeValue(depth: 1)
        let fields = try FieldReader(value, "event")
        var event = SpanEvent(
            name: try fields.string("name"), time: try fields.time("timeUnixNano", "time_unix_nano"),
            droppedAttributes: try fields.count(
                "droppedAttributesCount", "dropped_attributes_count"))
        try attributes(
            of: fields, into: &event.attributes, dropped: &event.droppedAttributes,
            cuts: &draft.dropped.cutValues)
        draft.events.append(event)
    }

    private mutating func addLink(
        _ value: JSONValue, to draft: inout SpanDraft
    ) throws(OTLPError) {
        guard draft.links.count < budget.limits.events else { return count(&draft.dropped.links) }
        try budget.takeValue(depth: 1)
        let fields = try FieldReader(value, "link")
        var rest = LinkDetails(
            traceState: try fields.string("traceState", "trace_state"),
            droppedAttributes: try fields.count(
                "droppedAttributesCount", "dropped_attributes_count"))
        try attributes(
            of: fields, into: &rest.attributes, dropped: &rest.droppedAttributes,
            cuts: &draft.dropped.cutValues)
        let traceID = TraceID(json: try fields.string("traceId", "trace_id"))
        let spanID = SpanID(json: try fields.string("spanId", "span_id"))
        if let link = rest.link(traceID, spanID) {
            draft.links.append(link)
        } else {
            count(&draft.dropped.links)
        }
    }
}
