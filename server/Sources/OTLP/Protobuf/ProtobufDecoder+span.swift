import Model

extension ProtobufDecoder {
    mutating func span(_ reader: MessageReader) throws(OTLPError) -> ExportedSpan {
        var reader = reader
        var draft = SpanDraft()
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): draft.traceID = TraceID(bytes: try reader.lengthDelimited())
            case (2, .lengthDelimited): draft.id = SpanID(bytes: try reader.lengthDelimited())
            case (3, .lengthDelimited): draft.traceState = try reader.string("trace_state")
            case (4, .lengthDelimited): try draft.setParent(bytes: reader.lengthDelimited())
            case (5, .lengthDelimited): draft.name = try reader.string("name")
            case (6, .varint): draft.kind = SpanKind(clamping: try reader.varint())
            case (7, .fixed64): draft.startTime = try DecodingBudget.time(reader.fixed64())
            case (8, .fixed64): draft.endTime = try DecodingBudget.time(reader.fixed64())
            case (9, .lengthDelimited):
                try attribute(
                    reader.message(), into: &draft.attributes, dropped: &draft.dropped.attributes,
                    cuts: &draft.dropped.cutValues)
            case (10, .varint): try note(dropped: reader.varint(), in: &draft.dropped.attributes)
            case (11, .lengthDelimited): try addEvent(reader.message(), to: &draft)
            case (12, .varint): try note(dropped: reader.varint(), in: &draft.dropped.events)
            case (13, .lengthDelimited): try addLink(reader.message(), to: &draft)
            case (14, .varint): try note(dropped: reader.varint(), in: &draft.dropped.links)
            case (15, .lengthDelimited): try status(reader.message(), into: &draft.status)
            case (16, .fixed32): draft.flags = try reader.fixed32()
            default: try reader.skip(tag)
            }
        }
        return try draft.finished()
    }

    private mutating func addEvent(
        _ reader: MessageReader, to draft: inout SpanDraft
    ) throws(OTLPError) {
        guard draft.events.count < budget.limits.events else {
            return try note(dropped: 1, in: &draft.dropped.events)
        }
        try budget.takeValue(depth: 1)
        var reader = reader
        var event = SpanEvent(name: "")
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .fixed64): event.time = try DecodingBudget.time(reader.fixed64())
            case (2, .lengthDelimited): event.name = try reader.string("an event's name")
            case (3, .lengthDelimited):
                try attribute(
                    reader.message(), into: &event.attributes, dropped: &event.droppedAttributes,
                    cuts: &draft.dropped.cutValues)
            case (4, .varint): try note(dropped: reader.varint(), in: &event.droppedAttributes)
            default: try reader.skip(tag)
            }
        }
        draft.events.append(event)
    }

    /// A link to nothing is dropped and counted: the span is of use without it.
    private mutating func addLink(
        _ reader: MessageReader, to draft: inout SpanDraft
    ) throws(OTLPError) {
        guard draft.links.count < budget.limits.events else {
            return try note(dropped: 1, in: &draft.dropped.links)
        }
        try budget.takeValue(depth: 1)
        var reader = reader
        var traceID: TraceID?
        var spanID: SpanID?
        var rest = LinkDetails()
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): traceID = TraceID(bytes: try reader.lengthDelimited())
            case (2, .lengthDelimited): spanID = SpanID(bytes: try reader.lengthDelimited())
            case (3, .lengthDelimited): rest.traceState = try reader.string("a link's trace_state")
            case (4, .lengthDelimited):
                try attribute(
                    reader.message(), into: &rest.attributes, dropped: &rest.droppedAttributes,
                    cuts: &draft.dropped.cutValues)
            case (5, .varint): try note(dropped: reader.varint(), in: &rest.droppedAttributes)
            default: try reader.skip(tag)
            }
        }
        guard let link = rest.link(traceID, spanID) else {
            return try note(dropped: 1, in: &draft.dropped.links)
        }
        draft.links.append(link)
    }

    private func status(
        _ reader: MessageReader, into status: inout ExportedStatus
    ) throws(OTLPError) {
        var reader = reader
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (2, .lengthDelimited): status.message = try reader.string("status.message")
            case (3, .varint): status.code = ExportedStatus.Code(clamping: try reader.varint())
            default: try reader.skip(tag)
            }
        }
    }
}
