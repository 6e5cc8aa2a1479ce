import Model

/// Spans as they lie in the inbox's files. There is no version in it: a file lives for a second, and one
/// of another version of Martlet begins with another mark; see ``InboxFile``.
extension [ReceivedSpan] {
    /// All of them; a source that several have in a row is written once.
    package var inboxBytes: [UInt8] {
        var writer = ByteWriter()
        let payloadBytes = reduce(0) { sum, span in
            sum + span.payloads.reduce(0) { $0 + $1.bytes.count + $1.key.utf8.count + 20 }
        }
        writer.reserve(payloadBytes + count * 256)
        var source: SpanSource?
        // By position: a span that is copied is counted in many places.
        for position in indices {
            let isNew = self[position].source != source
            writer.add(isNew)
            if isNew {
                writer.add(self[position].source)
                source = self[position].source
            }
            self[position].write(to: &writer)
        }
        return writer.bytes
    }

    /// What ``inboxBytes`` wrote; `nil` if it is anything else.
    package init?(inboxBytes bytes: ArraySlice<UInt8>) {
        self = []
        // Safe: the reader ends with the closure.
        let isWhole = bytes.withUnsafeBytes { bytes in
            var reader = ReceivedSpanReader(bytes)
            while let span = reader.next() { append(span) }
            return reader.isAtEnd
        }
        guard isWhole else { return nil }
    }
}

/// Reads spans, one after the other, from what `inboxBytes` wrote.
struct ReceivedSpanReader {
    private let bytes: UnsafeRawBufferPointer
    private var reader: ByteReader
    private var source: SpanSource?
    /// The payloads of the last span as they are in the bytes, for ``PayloadTable``.
    private(set) var payloadBytes = UnsafeRawBufferPointer(start: nil, count: 0)

    /// The bytes must live as long as the reader.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        reader = ByteReader(bytes)
    }

    /// Nothing is left: neither spans nor anything else.
    var isAtEnd: Bool { reader.isAtEnd }

    /// The next span; `nil` at the end, and where there is anything else.
    mutating func next() -> ReceivedSpan? {
        guard !reader.isAtEnd, let isNew = reader.flag() else { return nil }
        if isNew { source = reader.source() }
        guard let source, let span = reader.span() else { return nil }
        let start = bytes.count - reader.count
        guard let payloads = reader.payloads() else { return nil }
        payloadBytes = UnsafeRawBufferPointer(rebasing: bytes[start..<bytes.count - reader.count])
        return ReceivedSpan(span: span, source: source, payloads: payloads)
    }
}

extension ReceivedSpan {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.add(span)
        writer.add(UInt32(clamping: payloads.count))
        for position in payloads.indices { writer.add(payloads[position]) }
    }
}

extension ByteWriter {
    fileprivate mutating func add(_ source: SpanSource) {
        add(source.resource)
        add(source.processID)
        let description = source.description
        for text in [
            description.executable, description.program, description.runtime, description.recorder,
            description.host, description.service,
        ] { add(text) }
    }

    fileprivate mutating func add(_ span: Span) {
        add(span.id.value)
        add(span.traceID.high)
        add(span.traceID.low)
        add(span.parentID?.value ?? 0)
        add(span.name)
        add(span.scope)
        add(span.kind.rawValue)
        add(span.startTime)
        add(span.endTime != nil)
        add(span.endTime ?? 0)
        add(UInt8(span.status.code))
        add(span.threadID)
    }

    mutating func add(_ payload: Payload) {
        add(payload.key)
        add(payload.mediaType.rawValue)
        add(payload.time)
        add(payload.isCut)
        add(payload.isComplete)
        add(payload.bytes)
    }
}

extension ByteReader {
    fileprivate mutating func source() -> SpanSource? {
        guard let resource = text(), let processID = number(UInt32.self),
            let executable = optionalText(), let program = optionalText(),
            let runtime = optionalText(), let recorder = optionalText(), let host = optionalText(),
            let service = optionalText()
        else { return nil }
        return SpanSource(
            resource: resource, processID: processID,
            description: ProcessDescription(
                executable: executable, program: program, runtime: runtime, recorder: recorder,
                host: host, service: service))
    }

    fileprivate mutating func span() -> Span? {
        guard let id = number(UInt64.self).flatMap({ SpanID($0) }),
            let high = number(UInt64.self), let low = number(UInt64.self),
            let parent = number(UInt64.self), let name = text(), let scope = text(),
            let kind = number(UInt8.self).flatMap({ SpanKind(rawValue: $0) }),
            let start = number(Int64.self), let hasEnd = flag(), let end = number(Int64.self),
            let status = number(UInt8.self).flatMap({ SpanStatus(code: Int($0)) }),
            let thread = number(UInt32.self)
        else { return nil }
        return Span(
            id: id, traceID: TraceID(high: high, low: low), parentID: SpanID(parent), name: name,
            scope: scope, kind: kind, startTime: start, endTime: hasEnd ? end : nil, status: status,
            threadID: thread)
    }

    /// Payloads, and before them how many there are. They lie in databases, too: see ``PayloadTable``.
    mutating func payloads() -> [Payload]? {
        guard let count = number(UInt32.self) else { return nil }
        var payloads: [Payload] = []
        for _ in 0..<count {
            guard let payload = payload() else { return nil }
            payloads.append(payload)
        }
        return payloads
    }

    mutating func payload() -> Payload? {
        guard let key = text(),
            let mediaType = number(UInt8.self).flatMap({ Payload.MediaType(rawValue: $0) }),
            let time = number(Int64.self), let isCut = flag(), let isComplete = flag(),
            let bytes = content()
        else { return nil }
        return Payload(
            key: key, mediaType: mediaType, time: time, bytes: Array(bytes), isCut: isCut,
            isComplete: isComplete)
    }
}
