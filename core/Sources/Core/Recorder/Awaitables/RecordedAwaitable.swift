import CPython
import Journal

/// The memory of an awaitable that stands for another and sees how it ends.
///
/// It serves two purposes: the coroutine of a client's call, whose span it starts when it is first
/// awaited, and one item of an asynchronous stream, which it reports to the stream.
struct RecordedAwaitableFields {
    /// What does the work.
    var inner: Field
    /// The stream whose item this is; empty for a call.
    var stream: Field
    /// The call: the client, and the arguments of its method.
    var client: Field
    var arguments: Field
    var keywords: Field
    /// The call's span, once it has begun, and the token that ends its being current.
    var span: Field
    var token: Field
    var isStarted: Bool
    var isDone: Bool
    var state: StateReference?
}

typealias RecordedAwaitable = Instance<RecordedAwaitableFields>

extension Instance where Fields == RecordedAwaitableFields {
    /// The awaitable for a call of an API client whose coroutine is `inner`.
    static func make(
        call interception: Interception, inner: consuming Owned, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let object = try makeEmpty(inner: inner, state)
        let awaitable = RecordedAwaitable(unchecked: object)
        awaitable.fields.client.initialize(interception.instance.retained())
        awaitable.fields.arguments.initialize(interception.arguments.retained())
        awaitable.fields.keywords.initialize(interception.keywords.retained())
        return object
    }

    /// The awaitable for the next item of `stream`.
    static func make(item inner: consuming Owned, of stream: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let object = try makeEmpty(inner: inner, state)
        RecordedAwaitable(unchecked: object).fields.stream.initialize(stream.retained())
        return object
    }

    private static func makeEmpty(inner: consuming Owned, _ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.awaitableType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        let awaitable = RecordedAwaitable(unchecked: object)
        awaitable.fields.inner.initialize(inner)
        awaitable.fields.state = state
        state.retain()
        return object
    }

    /// Advances what is inside by `action`, and takes note of how that went.
    func advance(_ action: (borrowing Owned, StateReference) -> Step) -> Step {
        guard let state = fields.state, let inner = fields.inner.retained() else {
            _ = PythonError.raise(.runtimeError, "cannot reuse already awaited coroutine")
            return .raised
        }
        if !fields.isStarted { begin(state) }
        let step = action(inner, state)
        switch consume step {
        case .yielded(let value): return .yielded(value)
        case .returned(let value):
            finish(with: value.borrowed, state)
            return .returned(value)
        case .raised:
            finish(with: nil, state)
            return .raised
        }
    }

    /// Closes what is inside, as `coroutine.close()` does.
    func close() throws(PythonError) -> Owned {
        guard let state = fields.state, let inner = fields.inner.retained() else { return .none }
        do throws(PythonError) {
            let result = try inner.callMethod(state.names.recorder.closeName)
            abandon(state)
            return result
        } catch {
            finish(with: nil, state)
            throw error
        }
    }

    private func begin(_ state: StateReference) {
        fields.isStarted = true
        guard let client = fields.client.retained(), let arguments = fields.arguments.retained(),
            let keywords = fields.keywords.retained(),
            let span = ClientCall.begin(
                client: client.borrowed, arguments: arguments.borrowed, keywords: keywords.borrowed, state)
        else { return }
        if let token = CurrentSpan.enter(span, state) { _ = fields.token.exchange(token) }
        _ = fields.span.exchange(span)
    }

    /// Takes note of the end; `result` is nil where an exception is set, which stays set.
    private func finish(with result: Borrowed?, _ state: StateReference) {
        guard !fields.isDone else { return }
        fields.isDone = true
        CurrentSpan.leave(fields.token.exchange(nil), state)
        if let stream = fields.stream.retained() {
            let stream = RecordedStream(unchecked: stream)
            if let result { stream.record(result, state) } else { stream.endWithException(state) }
        } else if let span = fields.span.retained() {
            if result == nil { ClientCall.fail(span, state) } else { ClientCall.succeed(span, state) }
        }
    }

    /// It will not be advanced again, and did not come to its end.
    private func abandon(_ state: StateReference) {
        guard fields.isStarted, !fields.isDone else { return }
        fields.isDone = true
        CurrentSpan.leave(fields.token.exchange(nil), state)
        if let span = fields.span.retained() { SpanObject(unchecked: span).end(.abandoned, state) }
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        for field in [
            fields.inner, fields.stream, fields.client, fields.arguments, fields.keywords, fields.span, fields.token,
        ] {
            let status = field.traverse(visitor)
            if status != 0 { return status }
        }
        return unsafe visitor.visitType(of: raw)
    }

    func clear() {
        _ = fields.inner.exchange(nil)
        _ = fields.stream.exchange(nil)
        _ = fields.client.exchange(nil)
        _ = fields.arguments.exchange(nil)
        _ = fields.keywords.exchange(nil)
        _ = fields.span.exchange(nil)
        _ = fields.token.exchange(nil)
    }

    func deallocate() {
        unsafe Deallocation.untrack(raw)
        let exception = SavedException()
        if let state = fields.state {
            abandon(state)
            clear()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}
