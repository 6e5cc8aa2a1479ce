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
        // A child of a fork must not draw the ids that its parent draws.
        if !detector.isOwnProcess { adopt() }
        let context: SpanContext
        if let parent {
            context = SpanContext(
                trace: parent.trace, span: words.identifiers.next(), generation: words.generation.load())
        } else {
            let ids = words.identifiers.nextTrace()
            context = SpanContext(trace: ids.trace, span: ids.span, generation: words.generation.load())
        }
        guard let record = reserve(SegmentLayout.spanStartSize, naming: name, scope) else { return context }
        record.begin(.spanStart, length: SegmentLayout.spanStartSize)
        record.store(mj_clock_boottime(), at: 8)
        record.store(context.span, at: 16)
        record.store(parent?.span ?? 0, at: 24)
        record.store(context.trace, at: 32)
        record.store(name.rawValue, at: 48)
        record.store(scope.rawValue, at: 52)
        record.store(mj_thread_id(context.generation), at: 56)
        record.store(kind, at: 60)
        record.commit(.spanStart, length: SegmentLayout.spanStartSize)
        record.release()
        return context
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
    public func writePayload(
        _ bytes: UnsafeRawBufferPointer, key: NameID, media: MediaType, of context: SpanContext, isCut: Bool = false
    ) {
        guard isOwn(context) else { return }
        let number = words.payloadNumber.add(1) + 1
        let time = mj_clock_boottime()
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
