import CPython
import Journal

extension Instance where Fields == TracedFields {
    /// What stands for a coroutine or a generator whose span starts with its first step.
    func standIn(
        for inner: consuming Owned, _ arguments: borrowing JSONCapture, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let object: Owned
        switch fields.course {
        case .call: return inner
        case .coroutine:
            object = try RecordedAwaitable.makeEmpty(.tracedCall, state)
            RecordedAwaitable(unchecked: object).initialize(inner, of: borrowed, arguments: arguments, state)
        case .generator:
            object = try TracedGenerator.makeEmpty(state)
            TracedGenerator(unchecked: object).initialize(inner, of: borrowed, arguments: arguments, state)
        case .asyncGenerator:
            object = try TracedAsyncGenerator.makeEmpty(state)
            TracedAsyncGenerator(unchecked: object).initialize(inner, of: borrowed, arguments: arguments, state)
        }
        return object
    }

    /// What stands for a coroutine or a generator that a plain function returned: running it is a part of
    /// the call. If others know it already, it is a result like any other, and stays what it is.
    @inline(never)
    func keepOpen(_ inner: consuming Owned, _ context: SpanContext, _ state: StateReference) throws(PythonError) -> Owned {
        // Safe: reads the count, and the kind.
        let isFresh = unsafe martlet_counts_tell != 0 && martlet_reference_count(inner.raw) == 1
        let kind = unsafe Int(martlet_still_runs(inner.raw))
        guard isFresh, let recorder = ProcessRecorder.shared(state) else {
            end(context, returning: inner.borrowed, state)
            return inner
        }
        let object: Owned
        do throws(PythonError) {
            switch kind {
            case martlet_runs_coroutine: object = try RecordedAwaitable.makeEmpty(.tracedCall, state)
            case martlet_runs_generator: object = try TracedGenerator.makeEmpty(state)
            default: object = try TracedAsyncGenerator.makeEmpty(state)
            }
        } catch {
            PythonError.clear()
            recorder.writer.endSpan(context, .returned)
            return inner
        }
        switch kind {
        case martlet_runs_coroutine:
            RecordedAwaitable(unchecked: object).initialize(inner, of: borrowed, started: context, state)
        case martlet_runs_generator:
            TracedGenerator(unchecked: object).initialize(inner, of: borrowed, started: context, state)
        default:
            TracedAsyncGenerator(unchecked: object).initialize(inner, of: borrowed, started: context, state)
        }
        return object
    }

    private func end(_ context: SpanContext, returning result: Borrowed, _ state: StateReference) {
        guard let recorder = ProcessRecorder.shared(state) else { return }
        writer(context, recorder, state).end(with: .returned, result: result)
    }
}
