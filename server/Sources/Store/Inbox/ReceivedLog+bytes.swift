import Model

/// Log records as they lie in the inbox's files, in entries of their own.
extension [ReceivedLog] {
    /// All of them.
    package var inboxBytes: [UInt8] {
        var writer = ByteWriter()
        writer.add(ReceivedLogReader.mark)
        for log in self {
            writer.add(log.traceID.high)
            writer.add(log.traceID.low)
            writer.add(log.spanID.value)
            writer.add(log.arrival)
            writer.add(log.payload)
        }
        return writer.bytes
    }

    /// What ``inboxBytes`` wrote; `nil` if it is anything else.
    package init?(inboxBytes bytes: ArraySlice<UInt8>) {
        self = []
        // Safe: the reader ends with the closure.
        let isWhole = bytes.withUnsafeBytes { bytes in
            guard var reader = ReceivedLogReader(bytes) else { return false }
            while let log = reader.next() { append(log) }
            return reader.isAtEnd
        }
        guard isWhole else { return nil }
    }
}

/// Reads log records, one after the other, from what `inboxBytes` wrote.
struct ReceivedLogReader {
    /// Spans begin with 1: the first has a source that none before it has.
    static let mark: UInt8 = 2

    private var reader: ByteReader

    /// `nil` if these are no log records. The bytes must live as long as the reader.
    init?(_ bytes: UnsafeRawBufferPointer) {
        reader = ByteReader(bytes)
        guard reader.number(UInt8.self) == Self.mark else { return nil }
    }

    /// Nothing is left: neither records nor anything else.
    var isAtEnd: Bool { reader.isAtEnd }

    /// The next record; `nil` at the end, and where there is anything else.
    mutating func next() -> ReceivedLog? {
        guard !reader.isAtEnd, let high = reader.number(UInt64.self), let low = reader.number(UInt64.self),
            let span = reader.number(UInt64.self).flatMap({ SpanID($0) }), let arrival = reader.number(Int64.self),
            let payload = reader.payload()
        else { return nil }
        return ReceivedLog(traceID: TraceID(high: high, low: low), spanID: span, arrival: arrival, payload: payload)
    }
}
