import Journal
import JournalReader
import Model
import Store

/// Makes changes for the store from a segment's records.
struct RecordTranslator {
    /// Gives the record clock's times their place on the wall clock.
    let header: SegmentHeader

    /// `nil` for a record that says nothing: of a span without an id.
    func change(_ record: JournalRecord) -> Change? {
        switch record {
        case .process(let bytes): .description(ProcessDescription(json: bytes))
        case .spanStart(let start): change(start)
        case .spanEnd(let end): change(end)
        case .payload(let fragment): change(fragment)
        }
    }

    private func change(_ start: JournalReader.SpanStart) -> Change? {
        guard let span = SpanID(start.span) else { return nil }
        // A trace id of zeros is none: the span is then a trace of its own.
        let trace =
            start.trace == .zero
            ? TraceID(high: 0, low: start.span)
            : TraceID(high: start.trace.high, low: start.trace.low)
        return .start(
            Change.SpanStart(
                span: span, trace: trace, parent: SpanID(start.parent),
                time: header.wallTime(start.time), name: start.name, scope: start.scope,
                kind: SpanKind(rawValue: start.kind) ?? .internal, threadID: start.thread))
    }

    private func change(_ end: JournalReader.SpanEnd) -> Change? {
        guard let span = SpanID(end.span) else { return nil }
        let status: SpanStatus =
            switch end.outcome {
            case .returned: .ok
            case .raised: .error
            case .cancelled: .cancelled
            case .abandoned: .abandoned
            // A later version's: that it ended is what is known.
            case nil: .ok
            }
        return .end(
            Change.SpanEnd(span: span, time: header.wallTime(end.time), status: status))
    }

    private func change(_ fragment: JournalReader.PayloadFragment) -> Change? {
        guard let span = SpanID(fragment.span) else { return nil }
        return .payload(
            Change.PayloadFragment(
                span: span, number: fragment.number, key: fragment.key,
                mediaType: Payload.MediaType(rawValue: fragment.media.rawValue) ?? .bytes,
                time: header.wallTime(fragment.time), isCut: fragment.isCut,
                totalLength: fragment.total, offset: fragment.offset, bytes: fragment.bytes))
    }
}

extension ProcessFacts {
    init(_ header: SegmentHeader) {
        self.init(
            instance: ProcessInstance(
                high: header.processInstance.high, low: header.processInstance.low),
            processID: header.processID, parentProcessID: header.parentProcessID,
            startTime: header.wallTime(header.clockAnchor),
            droppedRecords: header.droppedRecords, droppedBytes: header.droppedBytes)
    }
}
