import Journal

extension JournalRecord {
    /// Decodes a record whose body is known to be long enough for its kind; `nil` for those that
    /// only serve the reader.
    init?(_ kind: RecordKind, _ body: ArraySlice<UInt8>, name: (UInt32) -> String) {
        switch kind {
        case .filler, .name:
            return nil
        case .process:
            self = .process(Array(body.dropFirst(SegmentLayout.wordSize)))
        case .spanStart:
            self = .spanStart(
                SpanStart(
                    time: body.number(at: 8), span: body.number(at: 16), parent: body.number(at: 24),
                    trace: JournalID(high: body.bigEndian(at: 32), low: body.bigEndian(at: 40)),
                    name: name(body.number(at: 48)), scope: name(body.number(at: 52)),
                    thread: body.number(at: 56), kind: body.number(at: 60)))
        case .spanEnd:
            self = .spanEnd(
                SpanEnd(
                    time: body.number(at: 8), span: body.number(at: 16),
                    outcome: SpanOutcome(rawValue: body.number(at: 24))))
        case .payload:
            self = .payload(
                PayloadFragment(
                    time: body.number(at: 8), span: body.number(at: 16), key: name(body.number(at: 24)),
                    media: MediaType(rawValue: body.number(at: 28)) ?? .bytes,
                    isCut: body.number(at: 29, as: UInt8.self) & 1 != 0,
                    number: body.number(at: 32), total: body.number(at: 40), offset: body.number(at: 48),
                    bytes: Array(body.dropFirst(SegmentLayout.payloadSize))))
        }
    }
}

extension RecordKind {
    /// The length of the kind's fixed part.
    var minimumLength: Int {
        switch self {
        case .filler, .process: SegmentLayout.wordSize
        case .name: SegmentLayout.nameSize
        case .spanStart: SegmentLayout.spanStartSize
        case .spanEnd: SegmentLayout.spanEndSize
        case .payload: SegmentLayout.payloadSize
        }
    }
}

/// UTF-8, with whatever is not replaced by U+FFFD.
func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
