import CPython
import Journal

/// The memory of an iterator, plain or asynchronous, that stands for another and sees what it gives.
struct RecordedStreamFields {
    /// What does the work.
    var inner: Field
    /// The span of the call that the stream answers.
    var span: Field
    /// Its items are server-sent events, and their data is recorded.
    var recordsItems: Bool
    /// Its end is the end of the call.
    var endsSpan: Bool
    var state: StateReference?
}

typealias RecordedStream = Instance<RecordedStreamFields>

extension Instance where Fields == RecordedStreamFields {
    /// The iterator that stands for `inner`: one of server-sent events, whose data is recorded as it comes,
    /// or of the items that the program gets, whose end is the end of the call.
    static func make(
        _ inner: consuming Owned, span: consuming Owned, isAsync: Bool, ofEvents: Bool, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let objects = state.pointee.recorder.objects
        guard let type = isAsync ? objects.asyncStreamType.retained() : objects.streamType.retained() else {
            return inner
        }
        let object = try TypeReference(unchecked: type).allocate()
        let stream = RecordedStream(unchecked: object)
        stream.fields.inner.initialize(inner)
        stream.fields.span.initialize(span)
        stream.fields.recordsItems = ofEvents
        stream.fields.endsSpan = !ofEvents
        stream.fields.state = state
        state.retain()
        return object
    }

    /// The next item of a plain stream; null without an exception at its end.
    func next() -> RawObject? {
        guard let inner = fields.inner.retained(), let state = fields.state else { return nil }
        // Safe: a new reference, or null at the end or with an exception set.
        guard let raw = unsafe martlet_next(inner.raw) else {
            endWithException(state)
            return nil
        }
        let item = unsafe Owned(stealing: raw)
        record(item.borrowed, state)
        return unsafe item.take()
    }

    /// The awaitable of the next item of an asynchronous stream.
    func asyncNext() throws(PythonError) -> Owned {
        guard let inner = fields.inner.retained(), let state = fields.state else {
            throw PythonError.raise(.runtimeError, "the stream is gone")
        }
        // Safe: new references, or null with an exception set.
        let awaitable = try unsafe Owned(martlet_async_next(inner.raw))
        let iterator = try unsafe Owned(martlet_awaitable_iterator(awaitable.raw))
        return try RecordedAwaitable.make(.streamItem, inner: iterator, of: borrowed, state)
    }

    /// Takes note of an item.
    func record(_ item: Borrowed, _ state: StateReference) {
        guard fields.recordsItems, let span = fields.span.retained(),
            let data = item.quietAttribute(state.names.recorder.data), data.isText
        else { return }
        let isDone = data.spells("[DONE]")
        data.withUTF8 { text in
            // Safe: the first byte is looked at where there is one.
            let opening = text.count > 0 ? unsafe text[0] : 0
            let isJSON = !isDone && (opening == UInt8(ascii: "{") || opening == UInt8(ascii: "["))
            unsafe SpanObject(unchecked: span).record({ $0.chunk }, isJSON ? .json : .text, text, state)
        }
    }

    /// Takes note of the end, by the exception that is set, if one is; it stays set.
    func endWithException(_ state: StateReference) {
        guard fields.endsSpan, let owner = fields.span.retained() else { return }
        let span = SpanObject(unchecked: owner)
        if !PythonError.isSet || PythonError.matches(.stopIteration) || PythonError.matches(.stopAsyncIteration) {
            let exception = SavedException()
            span.end(.returned, state)
            exception.restore()
        } else {
            span.endWithError(state)
        }
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        var status = fields.inner.traverse(visitor)
        if status == 0 { status = fields.span.traverse(visitor) }
        return status == 0 ? (unsafe visitor.visitType(of: raw)) : status
    }

    func clear() {
        _ = fields.inner.exchange(nil)
        _ = fields.span.exchange(nil)
    }

    func deallocate() {
        unsafe Deallocation.untrack(raw)
        let exception = SavedException()
        if let state = fields.state {
            // Nobody can read on: a stream that did not come to its end was left early.
            if fields.endsSpan, let span = fields.span.retained() {
                SpanObject(unchecked: span).end(.abandoned, state)
            }
            clear()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}
