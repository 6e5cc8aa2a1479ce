public import Journal

/// One record, with its names looked up. Times are on the record clock: see
/// ``SegmentHeader/wallTime(_:)``.
public enum JournalRecord: Sendable, Equatable {
    /// The JSON object that describes the process.
    case process([UInt8])
    case spanStart(SpanStart)
    case spanEnd(SpanEnd)
    case payload(PayloadFragment)
}

/// The start of a span.
public struct SpanStart: Sendable, Equatable {
    public var time: UInt64
    public var span: UInt64
    /// 0 for a root.
    public var parent: UInt64
    public var trace: JournalID
    public var name: String
    /// Empty if the recorder did not say.
    public var scope: String
    public var thread: UInt32
    /// As in OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.
    public var kind: UInt8
}

/// The end of a span.
public struct SpanEnd: Sendable, Equatable {
    public var time: UInt64
    public var span: UInt64
    /// `nil` for an outcome that this version does not know.
    public var outcome: SpanOutcome?
}

/// A part of something that was seen during a span, or all of it.
public struct PayloadFragment: Sendable, Equatable {
    public var time: UInt64
    public var span: UInt64
    public var key: String
    /// Unknown media types are read as bytes.
    public var media: MediaType
    public var isCut: Bool
    /// Counted in the process instance from 1.
    public var number: UInt64
    /// Length of the whole payload.
    public var total: UInt64
    /// Where this fragment begins in the payload.
    public var offset: UInt64
    public var bytes: [UInt8]
}
