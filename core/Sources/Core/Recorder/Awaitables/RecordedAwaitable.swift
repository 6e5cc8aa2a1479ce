import CPython
import Journal

/// The memory of an awaitable that stands for another and sees how it ends: see `AwaitablePurpose`.
@safe struct RecordedAwaitableFields: TracedRunFields {
    var weakReferences: UnsafeMutableRawPointer?
    var purpose: AwaitablePurpose
    /// What does the work.
    var inner: Field
    /// The stream whose item this is, or the generator whose step.
    var owner: Field
    /// The traced function, and the arguments that it was called with.
    var traced: Field
    var pending: Field
    var isPendingCut: Bool
    var itemCount: Int
    /// The call of a client: the client, the options of its request, and what else that is made of.
    var client: Field
    var options: Field
    var isStream: Bool
    var package: Int
    /// Its span, once it has begun.
    var span: Field
    var course: SpanCourse
    /// Its owner has been told of the end.
    var isDone: Bool
    var state: StateReference?
}

typealias RecordedAwaitable = Instance<RecordedAwaitableFields>

extension Instance where Fields == RecordedAwaitableFields {
    /// The awaitable for a call of an API client whose coroutine is `inner`.
    static func make(
        call request: ClientRequest, inner: consuming Owned, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let object = try makeEmpty(.clientCall, state)
        let awaitable = RecordedAwaitable(unchecked: object)
        awaitable.fields.inner.initialize(inner)
        awaitable.fields.client.initialize(request.client.retained())
        if let options = request.options { awaitable.fields.options.initialize(options.retained()) }
        awaitable.fields.isStream = request.isStream
        awaitable.fields.package = request.package
        awaitable.fields.state = state
        state.retain()
        return object
    }

    /// The awaitable for the next item of a stream, or for a step of a generator.
    static func make(
        _ purpose: AwaitablePurpose, inner: consuming Owned, of owner: Borrowed, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let object = try makeEmpty(purpose, state)
        let awaitable = RecordedAwaitable(unchecked: object)
        awaitable.fields.inner.initialize(inner)
        awaitable.fields.owner.initialize(owner.retained())
        awaitable.fields.state = state
        state.retain()
        return object
    }

    /// One that has to be filled.
    static func makeEmpty(_ purpose: AwaitablePurpose, _ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.awaitableType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        RecordedAwaitable(unchecked: object).fields.purpose = purpose
        return object
    }

    /// Advances what is inside by `action`, and takes note of how that went.
    func advance(_ action: (borrowing Owned, StateReference) -> Step) -> Step {
        guard let state = fields.state, let inner = fields.inner.retained() else {
            _ = PythonError.raise(.runtimeError, "cannot reuse already awaited coroutine")
            return .raised
        }
        let step = step(inner, state, action)
        switch consume step {
        case .yielded(let value): return .yielded(value)
        case .returned(let value):
            value.lend { finish(with: $0, state) }
            return .returned(value)
        case .raised:
            finish(with: nil, state)
            return .raised
        }
    }

    @inline(__always)
    private func step(
        _ inner: borrowing Owned, _ state: StateReference, _ action: (borrowing Owned, StateReference) -> Step
    ) -> Step {
        switch fields.purpose {
        case .clientCall: beginClientCall(state)
        case .tracedCall: beginTraced(state)
        case .notedCall:
            var values = Field()
            if let notes = fields.owner.retained() { values.initialize(notes) }
            let isSet = CurrentSpan.exchange(values: &values, state)
            let step = action(inner, state)
            if isSet { CurrentSpan.exchange(values: &values, state) }
            let exception = SavedException()
            _ = values.exchange(nil)
            exception.restore()
            return step
        case .streamItem:
            if let owner = fields.owner.retained() { RecordedStream(unchecked: owner).noteAdvancing(true) }
            return action(inner, state)
        case .generatorStep, .generatorClose:
            guard let owner = fields.owner.retained() else { return action(inner, state) }
            let generator = TracedAsyncGenerator(unchecked: owner)
            if case .generatorStep = fields.purpose { generator.beginTraced(state) }
            return generator.inside(state) { action(inner, state) }
        }
        return inside(state) { action(inner, state) }
    }

    /// Closes what is inside, as `coroutine.close()` does.
    func close() throws(PythonError) -> Owned {
        guard let state = fields.state, let inner = fields.inner.retained() else { return .none }
        guard let result = inside(state, { Step.closing(inner, state) }) else {
            finish(with: nil, state)
            throw PythonError()
        }
        abandon(state)
        return result
    }

    private func beginClientCall(_ state: StateReference) {
        guard !fields.course.isStarted else { return }
        var begun: Owned?
        withRequest { request in begun = request.begin(state) }
        guard let span = begun else { return }
        let context = SpanObject(unchecked: span).context
        fields.course.begin(context, at: SpanPosition(context, handle: span.retained()))
        _ = fields.span.exchange(span)
    }

    /// Calls `body` with the request that a client's call makes.
    private func withRequest(_ body: (ClientRequest) -> Void) {
        guard let client = fields.client.retained() else { return }
        let options = fields.options.retained()
        body(
            ClientRequest(
                client: client.borrowed, options: options.borrowed, isStream: fields.isStream, package: fields.package))
    }

    /// Takes note of the end; `result` is nil where an exception is set, which stays set.
    private func finish(with result: Borrowed?, _ state: StateReference) {
        switch fields.purpose {
        case .notedCall: return
        case .tracedCall: finishTraced(with: result, state)
        case .clientCall:
            guard finishCourse(endsSpan: false), let span = fields.span.retained() else { return }
            withRequest { request in if result == nil { request.fail(span, state) } else { request.succeed(span, state) } }
        case .streamItem, .generatorStep, .generatorClose:
            guard !fields.isDone, let owner = fields.owner.retained() else { return }
            fields.isDone = true
            tell(owner, result, state)
        }
    }

    private func tell(_ owner: borrowing Owned, _ result: Borrowed?, _ state: StateReference) {
        switch fields.purpose {
        case .streamItem:
            let stream = RecordedStream(unchecked: owner)
            stream.noteAdvancing(false)
            if let result { stream.record(result, state) } else { stream.endWithException(state) }
        case .generatorClose: TracedAsyncGenerator(unchecked: owner).closed(raising: result == nil, state)
        default: TracedAsyncGenerator(unchecked: owner).stepped(result, state)
        }
    }

    /// It will not be advanced again, and did not come to its end.
    private func abandon(_ state: StateReference) {
        if case .tracedCall = fields.purpose { return abandonTraced(state) }
        if case .streamItem = fields.purpose, !fields.isDone, let owner = fields.owner.retained() {
            RecordedStream(unchecked: owner).noteAdvancing(false)
        }
        guard finishCourse(endsSpan: false), let span = fields.span.retained() else { return }
        withRequest { request in request.record(on: span, built: nil, state) }
        SpanObject(unchecked: span).end(.abandoned, state)
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        for field in [fields.owner, fields.client, fields.options, fields.span] {
            let status = field.traverse(visitor)
            if status != 0 { return status }
        }
        return traverseTraced(visitor)
    }

    func clear() {
        clearTraced()
        _ = fields.owner.exchange(nil)
        _ = fields.client.exchange(nil)
        _ = fields.options.exchange(nil)
        _ = fields.span.exchange(nil)
    }

    func deallocate() {
        beginDeallocation()
        let exception = SavedException()
        if let state = fields.state {
            inside(state) { _ = fields.inner.exchange(nil) }
            abandon(state)
            clear()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}
