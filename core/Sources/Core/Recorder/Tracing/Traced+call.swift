import CPython
import Journal

extension Instance where Fields == TracedFields {
    /// A call. The arguments are passed on as they came; no frame, tuple or dictionary is made.
    @inline(__always)
    func call(
        _ arguments: Arguments, _ recorder: ProcessRecorder?, _ state: StateReference
    ) throws(PythonError) -> Owned {
        guard let wrapped = fields.wrapped.retained() else {
            throw PythonError.raise(.runtimeError, "the traced function is gone")
        }
        guard let recorder else { return try wrapped.call(arguments) }
        if case .none = capture(recorder), case .call = fields.course {
            return try callPlain(wrapped, arguments, recorder, state)
        }
        return try callWithPayload(wrapped, arguments, recorder, state)
    }

    /// What is recorded of a call: nil for no payloads.
    @inline(__always)
    func capture(_ recorder: ProcessRecorder) -> Capture? {
        guard case .full = recorder.capture, case .asConfigured = fields.payload else { return nil }
        return .full
    }

    /// Starts a span of the function below the current one.
    @inline(__always)
    func start(_ recorder: ProcessRecorder, _ state: StateReference) -> SpanContext {
        if fields.name.rawValue == 0 { internNames(recorder) }
        let parent = CurrentSpan.context(state)
        let context = fields.name.rawValue == 0
            ? startBeyondNames(recorder, parent)
            : recorder.writer.startSpan(name: fields.name, scope: fields.scope, kind: fields.kind, parent: parent)
        if let values = CurrentSpan.values(state) { ContextValues.record(values, context, recorder) }
        return context
    }

    /// Of a function for whose name there is no room among the interned ones.
    @inline(never)
    private func startBeyondNames(_ recorder: ProcessRecorder, _ parent: SpanContext?) -> SpanContext {
        guard let text = fields.nameText.retained() else {
            return recorder.writer.startSpan(name: .none, scope: fields.scope, kind: fields.kind, parent: parent)
        }
        return text.withUTF8 { text in
            unsafe recorder.writer.startSpan(inline: text, scope: fields.scope, kind: fields.kind, parent: parent)
        }
    }

    @inline(never)
    private func internNames(_ recorder: ProcessRecorder) {
        if let text = fields.scopeText.retained() { fields.scope = text.withUTF8 { unsafe recorder.writer.intern($0) } }
        if let text = fields.nameText.retained() { fields.name = text.withUTF8 { unsafe recorder.writer.intern($0) } }
    }

    /// Without payloads.
    @inline(__always)
    private func callPlain(
        _ wrapped: borrowing Owned, _ arguments: Arguments, _ recorder: ProcessRecorder, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let context = start(recorder, state)
        var position = SpanPosition(context)
        let isInside = CurrentSpan.exchange(&position, state)
        do throws(PythonError) {
            let result = try wrapped.call(arguments)
            if isInside { CurrentSpan.exchange(&position, state) }
            position.releaseEnded()
            if unsafe martlet_still_runs(result.raw) != Int32(martlet_runs_nothing) {
                return try keepOpen(result, context, state)
            }
            recorder.writer.endSpan(context, .returned)
            return result
        } catch {
            if isInside { CurrentSpan.exchange(&position, state) }
            position.releaseEnded()
            failed(context, recorder, state)
            throw error
        }
    }

    /// Records the exception that is set, which stays set.
    @inline(never)
    private func failed(_ context: SpanContext, _ recorder: ProcessRecorder, _ state: StateReference) {
        writer(context, recorder, state).endWithError()
    }

    func writer(_ context: SpanContext, _ recorder: ProcessRecorder, _ state: StateReference) -> SpanWriter {
        SpanWriter(context: context, capture: capture(recorder) ?? .metadata, recorder: recorder, state: state)
    }

    /// With payloads, or of a function whose body has still to run when the call returns.
    @inline(never)
    private func callWithPayload(
        _ wrapped: borrowing Owned, _ arguments: Arguments, _ recorder: ProcessRecorder, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let isFull = capture(recorder) != nil
        // A call that the writing of a value makes is not the program's.
        if isFull, Capturing.isActive { return try wrapped.call(arguments) }
        var json = JSONCapture(state)
        if isFull { Capturing.quietly { writeArguments(arguments, to: &json) } }
        guard case .call = fields.course else {
            let inner = try wrapped.call(arguments)
            return try standIn(for: inner, json, state)
        }
        let context = start(recorder, state)
        let span = writer(context, recorder, state)
        span.record(recorder.keys.arguments, json)
        var position = SpanPosition(context)
        let isInside = CurrentSpan.exchange(&position, state)
        do throws(PythonError) {
            let result = try wrapped.call(arguments)
            if isInside { CurrentSpan.exchange(&position, state) }
            position.releaseEnded()
            if unsafe martlet_still_runs(result.raw) != Int32(martlet_runs_nothing) {
                return try keepOpen(result, context, state)
            }
            result.lend { span.end(with: .returned, result: $0) }
            return result
        } catch {
            if isInside { CurrentSpan.exchange(&position, state) }
            position.releaseEnded()
            span.endWithError()
            throw error
        }
    }
}

/// What a vectorcall of a traced function calls.
func tracedVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    // Safe: a traced function is given its state when it is made, and keeps it until it is freed.
    let traced = unsafe Traced(object.unsafelyUnwrapped)
    let state = unsafe traced.fields.state.unsafelyUnwrapped
    return unsafe ProcessRecorder.withShared(state) { recorder in
        entry { () throws(PythonError) in
            try unsafe traced.call(Arguments(base, count, names), recorder, state)
        }
    }
}
