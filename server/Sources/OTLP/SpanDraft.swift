import Model

/// A span while it is being decoded.
struct SpanDraft {
    var traceID: TraceID?
    var id: SpanID?
    private var parentID: SpanID?
    var traceState = ""
    var flags: UInt32 = 0
    var name = ""
    var kind = SpanKind.internal
    var startTime: Int64 = 0
    var endTime: Int64 = 0
    var attributes: [Attribute] = []
    var events: [SpanEvent] = []
    var links: [SpanLink] = []
    var status = ExportedStatus()
    var dropped = DroppedCounts()

    /// No bytes, or eight zeros as some senders have it, are no parent.
    mutating func setParent(bytes: MessageReader.Bytes) throws(OTLPError) {
        guard bytes.isEmpty || bytes.count == 8 else { throw .invalidID(field: "parent_span_id") }
        parentID = SpanID(bytes: bytes)
    }

    /// The same as JSON has it; no text, or one of zeros alone, is no parent.
    mutating func setParent(json: String) throws(OTLPError) {
        parentID = SpanID(json: json)
        guard parentID != nil || json.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) || json == Self.noParent else {
            throw .invalidID(field: "parent_span_id")
        }
    }

    /// Eight zeros in base64.
    private static let noParent = "AAAAAAAAAAA="

    /// The span, if it has what a span needs.
    func finished() throws(OTLPError) -> ExportedSpan {
        guard let traceID else { throw .invalidID(field: "trace_id") }
        guard let id else { throw .invalidID(field: "span_id") }
        guard startTime != 0 || endTime != 0 else { throw .missingTime }
        return ExportedSpan(
            traceID: traceID, id: id,
            // A span that names itself would be a trace without a root.
            parentID: parentID == id ? nil : parentID,
            traceState: traceState, flags: flags, name: name, kind: kind,
            startTime: startTime == 0 ? endTime : startTime, endTime: endTime == 0 ? nil : endTime,
            attributes: attributes, events: events, links: links, status: status, dropped: dropped)
    }
}

/// What a link has beside its ids, while it is being decoded.
struct LinkDetails {
    var traceState = ""
    var attributes: [Attribute] = []
    var droppedAttributes: UInt32 = 0

    /// The link; `nil` if one of its ids is none.
    func link(_ traceID: TraceID?, _ spanID: SpanID?) -> SpanLink? {
        guard let traceID, let spanID else { return nil }
        return SpanLink(
            traceID: traceID, spanID: spanID, traceState: traceState, attributes: attributes,
            droppedAttributes: droppedAttributes)
    }
}
