import CPython
import Journal

/// The span that calls are inside of, in a `ContextVar`: right across threads and asyncio tasks.
enum CurrentSpan {
    /// The current span; nil outside of any.
    static func object(_ state: StateReference) -> Owned? {
        guard let variable = state.pointee.recorder.objects.currentSpan.retained() else { return nil }
        var value: RawObject?
        // Safe: the variable is ours; the result is a new reference, or null without a value.
        guard unsafe PyContextVar_Get(variable.raw, nil, &value) == 0 else {
            PythonError.clear()
            return nil
        }
        guard let found = unsafe value else { return nil }
        let span = unsafe Owned(stealing: found)
        guard isSpan(span, state) else { return nil }
        return span
    }

    static func context(_ state: StateReference) -> SpanContext? {
        guard let span = object(state) else { return nil }
        return SpanObject(unchecked: span).context
    }

    /// Makes a span current; the token is for `leave`.
    static func enter(_ span: borrowing Owned, _ state: StateReference) -> Owned? {
        guard let variable = state.pointee.recorder.objects.currentSpan.retained() else { return nil }
        // Safe: both are alive; a new reference or null.
        guard let token = unsafe PyContextVar_Set(variable.raw, span.raw) else {
            PythonError.clear()
            return nil
        }
        return unsafe Owned(stealing: token)
    }

    /// Makes the span current that was so before `enter`. An exception that is set stays set.
    static func leave(_ token: consuming Owned?, _ state: StateReference) {
        guard let token, let variable = state.pointee.recorder.objects.currentSpan.retained() else { return }
        let exception = SavedException()
        // Safe: both are alive. A coroutine that goes on in another context cannot be undone there:
        // the context that it began in ends with it.
        if unsafe PyContextVar_Reset(variable.raw, token.raw) != 0 { PythonError.clear() }
        exception.restore()
    }

    private static func isSpan(_ object: borrowing Owned, _ state: StateReference) -> Bool {
        state.pointee.recorder.objects.spanType.holds(object.type)
    }
}
