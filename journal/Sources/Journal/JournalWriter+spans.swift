import CJournal

extension JournalWriter {
    /// Writes the start of a span and returns what its end, its payloads and its children need.
    ///
    /// - Parameters:
    ///   - name: what is called; interned.
    ///   - scope: what records it, such as `openai`; interned.
    ///   - kind: as in OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.
    ///   - parent: `nil` for the root of a new trace.
    public func startSpan(
        name: NameID, scope: NameID = .none, kind: UInt8 = 1, parent: SpanContext? = nil
    ) -> SpanContext {
        let context = newContext(below: parent)
        guard let record = reserve(SegmentLayout.spanStartSize, naming: name, scope) else { return context }
        fill(record, at: 0, context, parent, name, scope, kind)
        record.release()
        return context
    }

    /// The same with a name that is not interned: it is written with the span. For names beyond those that a process
    /// can intern.
    @inline(never)
    public func startSpan(
        inline text: UnsafeRawBufferPointer, scope: NameID = .none, kind: UInt8 = 1, parent: SpanContext? = nil
    ) -> SpanContext {
        let context = newContext(below: parent)
        let text = unsafe UnsafeRawBufferPointer(rebasing: text.prefix(Self.longestName))
        let nameLength = SegmentLayout.nameSize &+ text.count
        let start = SegmentLayout.padded(nameLength)
        guard let record = reserve(start &+ SegmentLayout.spanStartSize, naming: scope) else { return context }
        // Interned names count from 1; these from the other half of the numbers.
        let name = NameID(rawValue: 1 << 31 | UInt32(truncatingIfNeeded: words.inlineNames.add(1)) & (1 << 31 &- 1))
        record.begin(.name, length: nameLength)
        record.store(name.rawValue, at: 8)
        unsafe record.copy(text, at: SegmentLayout.nameSize)
        record.commit(.name, length: nameLength)
        fill(record, at: start, context, parent, name, scope, kind)
        record.release()
        return context
    }

    @inline(__always)
    private func newContext(below parent: SpanContext?) -> SpanContext {
        // A child of a fork must not draw the ids that its parent draws.
        if !detector.isOwnProcess { adopt() }
        guard let parent else {
            let ids = words.identifiers.nextTrace()
            return SpanContext(trace: ids.trace, span: ids.span, generation: words.generation.load())
        }
        return SpanContext(trace: parent.trace, span: words.identifiers.next(), generation: words.generation.load())
    }

    /// The record of a span's start, at an offset of a reservation.
    @inline(__always)
    private func fill(
        _ record: borrowing Reservation, at offset: Int, _ context: SpanContext, _ parent: SpanContext?, _ name: NameID,
        _ scope: NameID, _ kind: UInt8
    ) {
        record.begin(.spanStart, length: SegmentLayout.spanStartSize, at: offset)
        record.store(mj_clock_boottime(), at: offset &+ 8)
        record.store(context.span, at: offset &+ 16)
        record.store(parent?.span ?? 0, at: offset &+ 24)
        record.store(context.trace, at: offset &+ 32)
        record.store(name.rawValue, at: offset &+ 48)
        record.store(scope.rawValue, at: offset &+ 52)
        record.store(mj_thread_id(context.generation), at: offset &+ 56)
        record.store(kind, at: offset &+ 60)
        record.commit(.spanStart, length: SegmentLayout.spanStartSize, at: offset)
    }

    /// The time on the record clock.
    @inline(__always)
    public static var now: UInt64 { mj_clock_boottime() }

    /// Writes the end of a span, unless it was started by a process that this one was forked from.
    ///
    /// - Parameter time: when it ended, on the record clock; `nil` for now.
    public func endSpan(_ context: SpanContext, _ outcome: SpanOutcome, at time: UInt64? = nil) {
        guard isOwn(context), let record = reserve(SegmentLayout.spanEndSize, naming: .none) else { return }
        record.begin(.spanEnd, length: SegmentLayout.spanEndSize)
        record.store(time ?? Self.now, at: 8)
        record.store(context.span, at: 16)
        record.store(outcome.rawValue, at: 24)
        record.commit(.spanEnd, length: SegmentLayout.spanEndSize)
        record.release()
    }

    /// Writes something that was seen during a span.
    ///
    /// - Parameters:
    ///   - key: what it is; interned.
    ///   - isCut: the value was longer than `bytes`.
    ///   - time: when it was seen, on the record clock; `nil` for now.
    public func writePayload(
        _ bytes: UnsafeRawBufferPointer, key: NameID, media: MediaType, of context: SpanContext, isCut: Bool = false,
        at time: UInt64? = nil
    ) {
        guard isOwn(context) else { return }
        let number = words.payloadNumber.add(1) + 1
        let time = time ?? Self.now
        var offset = 0
        repeat {
            let count = min(bytes.count - offset, SegmentLayout.fragmentLimit)
            let length = SegmentLayout.payloadSize + count
            guard let record = reserve(length, naming: key) else { return }
            record.begin(.payload, length: length)
            record.store(time, at: 8)
            record.store(context.span, at: 16)
            record.store(key.rawValue, at: 24)
            record.store(media.rawValue, at: 28)
            record.store(UInt8(isCut ? 1 : 0), at: 29)
            record.store(number, at: 32)
            record.store(UInt64(bytes.count), at: 40)
            record.store(UInt64(offset), at: 48)
            unsafe record.copy(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]), at: SegmentLayout.payloadSize)
            record.commit(.payload, length: length)
            record.release()
            offset += count
        } while offset < bytes.count
    }

    private func isOwn(_ context: SpanContext) -> Bool {
        if !detector.isOwnProcess { adopt() }
        return context.generation == words.generation.load()
    }
}
