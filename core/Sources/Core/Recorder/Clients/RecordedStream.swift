import CPython
import Journal

/// The memory of an iterator, plain or asynchronous, that stands for another and sees what it gives.
struct RecordedStreamFields {
    /// What does the work.
    var inner: Field
    /// The span of the call that the stream answers.
    var span: Field
    /// The reply's body that it reads, where it does.
    var body: Field
    var role: StreamRole
    var state: StateReference?
}

typealias RecordedStream = Instance<RecordedStreamFields>

extension Instance where Fields == RecordedStreamFields {
    /// The iterator that stands for `inner`.
    static func make(
        _ inner: consuming Owned, _ role: StreamRole, span: consuming Owned, body: consuming Owned? = nil, isAsync: Bool,
        _ state: StateReference
    ) throws(PythonError) -> Owned {
        let objects = state.pointee.recorder.objects
        guard let type = isAsync ? objects.asyncStreamType.retained() : objects.streamType.retained() else {
            return inner
        }
        let object = try TypeReference(unchecked: type).allocate()
        let stream = RecordedStream(unchecked: object)
        switch role {
        case .items: SpanObject(unchecked: span).fields.hasItems = true
        case .events: SpanObject(unchecked: span).fields.recordsEvents = true
        case .body, .decoded: break
        }
        stream.fields.inner.initialize(inner)
        stream.fields.span.initialize(span)
        if let body { stream.fields.body.initialize(body) }
        stream.fields.role = role
        stream.fields.state = state
        state.retain()
        return object
    }

    /// The next item of a plain stream; null without an exception at its end.
    func next() -> RawObject? {
        guard let inner = fields.inner.retained(), let state = fields.state else { return nil }
        noteAdvancing(true)
        // Safe: a new reference, or null at the end or with an exception set.
        let raw = unsafe martlet_next(inner.raw)
        noteAdvancing(false)
        guard let raw = unsafe raw else {
            endWithException(state)
            return nil
        }
        let item = unsafe Owned(stealing: raw)
        item.lend { record($0, state) }
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

    /// Says whether the program's stream is being read: the reply that is closed meanwhile is closed by the
    /// client, which is done with it.
    func noteAdvancing(_ isAdvancing: Bool) {
        guard case .items = fields.role, let span = fields.span.retained() else { return }
        SpanObject(unchecked: span).fields.isAdvancing = isAdvancing
    }

    /// Takes note of an item.
    func record(_ item: Borrowed, _ state: StateReference) {
        switch fields.role {
        case .items: return
        case .events:
            if let span = fields.span.retained() { recordEvent(item, on: SpanObject(unchecked: span), state) }
        case .body:
            if let body = fields.body.retained() { RecordedBody(unchecked: body).note(item, isDecoded: false, state) }
        case .decoded:
            if let body = fields.body.retained() { RecordedBody(unchecked: body).note(item, isDecoded: true, state) }
        }
    }

    private func recordEvent(_ event: Borrowed, on span: SpanObject, _ state: StateReference) {
        let names = state.names.recorder
        // The field itself: the property is Python code.
        guard let data = event.quietAttribute(names.ownData) ?? event.quietAttribute(names.data), data.isText else { return }
        span.touch()
        let isDone = data.spells("[DONE]")
        data.withUTF8 { text in
            // Safe: the first byte is looked at where there is one.
            let opening = text.count > 0 ? unsafe text[0] : 0
            let isJSON = !isDone && (opening == UInt8(ascii: "{") || opening == UInt8(ascii: "["))
            if isJSON, let named = unsafe named(text, event, state) {
                return named.buffer.withBytes { unsafe span.record({ $0.chunk }, .json, $0, state) }
            }
            unsafe span.record({ $0.chunk }, isJSON ? .json : .text, text, state)
        }
    }

    /// The event's name and its data as one object, as the client gives them to the program; nil for events whose data says
    /// what it is. Those of assistants, `thread.…`, do not.
    private func named(_ data: UnsafeRawBufferPointer, _ event: Borrowed, _ state: StateReference) -> JSONCapture? {
        guard let name = event.quietAttribute(state.names.recorder.ownEvent), name.isText,
            name.withUTF8({ unsafe SecretShapes.begins("thread.", $0, at: 0) })
        else { return nil }
        var json = JSONCapture(state)
        json.beginObject()
        json.writeMember("event") { json in json.writeText(name.borrowed) }
        json.writeMember("data") { json in json.buffer.append(data) }
        json.endObject()
        return json
    }

    /// Takes note of the end, by the exception that is set, if one is; it stays set.
    func endWithException(_ state: StateReference) {
        guard let owner = fields.span.retained() else { return }
        let span = SpanObject(unchecked: owner)
        let isError = PythonError.isSet && !PythonError.matches(.stopIteration) && !PythonError.matches(.stopAsyncIteration)
        switch fields.role {
        case .events, .decoded: return
        case .body:
            // Where there are items, how they end counts.
            guard !span.fields.hasItems else { return }
            if let body = fields.body.retained() {
                let exception = SavedException()
                RecordedBody(unchecked: body).finish(state)
                exception.restore()
            }
        case .items: break
        }
        if isError { return span.endWithError(state) }
        let exception = SavedException()
        span.end(.returned, state)
        exception.restore()
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        for field in [fields.inner, fields.span, fields.body] {
            let status = field.traverse(visitor)
            if status != 0 { return status }
        }
        return unsafe visitor.visitType(of: raw)
    }

    func clear() {
        _ = fields.inner.exchange(nil)
        _ = fields.span.exchange(nil)
        _ = fields.body.exchange(nil)
    }

    func deallocate() {
        unsafe Deallocation.untrack(raw)
        let exception = SavedException()
        if let state = fields.state {
            // Nobody can read on: a stream that did not come to its end was left early.
            if case .items = fields.role, let span = fields.span.retained() { SpanObject(unchecked: span).abandon(state) }
            clear()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}
