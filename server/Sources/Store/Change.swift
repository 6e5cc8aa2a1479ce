import Model

/// One thing that a recorder saw. Times are nanoseconds since 1970.
public enum Change: Sendable, Equatable {
    case description(ProcessDescription)
    case start(SpanStart)
    case end(SpanEnd)
    case payload(PayloadFragment)

    /// A span began.
    public struct SpanStart: Sendable, Equatable {
        public var span: SpanID
        public var trace: TraceID
        public var parent: SpanID?
        public var time: Int64
        public var name: String
        public var scope: String
        public var kind: SpanKind
        public var threadID: UInt32

        public init(
            span: SpanID, trace: TraceID, parent: SpanID? = nil, time: Int64, name: String,
            scope: String = "", kind: SpanKind = .internal, threadID: UInt32 = 0
        ) {
            self.span = span
            self.trace = trace
            self.parent = parent
            self.time = time
            self.name = name
            self.scope = scope
            self.kind = kind
            self.threadID = threadID
        }
    }

    /// A span ended.
    public struct SpanEnd: Sendable, Equatable {
        public var span: SpanID
        public var time: Int64
        public var status: SpanStatus

        public init(span: SpanID, time: Int64, status: SpanStatus) {
            self.span = span
            self.time = time
            self.status = status
        }
    }

    /// A part of a payload, or all of it.
    public struct PayloadFragment: Sendable, Equatable {
        public var span: SpanID
        /// Counted within the process instance.
        public var number: UInt64
        public var key: String
        public var mediaType: Payload.MediaType
        public var time: Int64
        public var isCut: Bool
        /// Length of the whole payload.
        public var totalLength: UInt64
        /// Where the fragment begins in it.
        public var offset: UInt64
        public var bytes: [UInt8]

        public init(
            span: SpanID, number: UInt64, key: String, mediaType: Payload.MediaType, time: Int64,
            isCut: Bool = false, totalLength: UInt64, offset: UInt64 = 0, bytes: [UInt8]
        ) {
            self.span = span
            self.number = number
            self.key = key
            self.mediaType = mediaType
            self.time = time
            self.isCut = isCut
            self.totalLength = totalLength
            self.offset = offset
            self.bytes = bytes
        }
    }
}
