import CPython
import Journal

/// The responses whose streams are still to be read, each with the span of its call.
///
/// The responses are held weakly: a program that drops one unread has abandoned it.
enum OpenResponses {
    /// Leaves the span open until the response's stream was read, or the response is gone.
    static func add(_ response: Borrowed, _ span: borrowing Owned, _ state: StateReference) {
        let objects = state.pointee.recorder.objects
        guard let table = objects.openResponses.retained(), let callback = objects.responseGone.retained() else { return }
        // Safe: all are alive; a new reference or null. A response without weak references, or one
        // that cannot be a key, is not watched, and its call ends with its return.
        guard let raw = unsafe PyWeakref_NewRef(response.raw, callback.raw) else { return PythonError.clear() }
        let key = unsafe Owned(stealing: raw)
        guard unsafe PyDict_SetItem(table.raw, key.raw, span.raw) == 0 else { return PythonError.clear() }
        SpanObject(unchecked: span).fields.isLeftOpen = true
    }

    /// The span of the call that the response answers.
    static func span(of response: Borrowed, _ state: StateReference) -> Owned? {
        guard let table = state.pointee.recorder.objects.openResponses.retained() else { return nil }
        // Safe: as above. A weak reference equals another to the same object.
        guard let raw = unsafe PyWeakref_NewRef(response.raw, nil) else {
            PythonError.clear()
            return nil
        }
        let key = unsafe Owned(stealing: raw)
        // Safe: borrowed from the table, and given a count at once.
        guard let found = unsafe PyDict_GetItemWithError(table.raw, key.raw) else {
            PythonError.clear()
            return nil
        }
        return unsafe Borrowed(found).retained()
    }

    /// A response is gone: if nobody read its stream to the end, the call was abandoned.
    static func remove(_ key: Borrowed, _ state: StateReference) {
        guard let table = state.pointee.recorder.objects.openResponses.retained() else { return }
        // Safe: borrowed, and given a count at once.
        guard let found = unsafe PyDict_GetItemWithError(table.raw, key.raw) else { return PythonError.clear() }
        let span = unsafe Borrowed(found).retained()
        if unsafe PyDict_DelItem(table.raw, key.raw) != 0 { PythonError.clear() }
        SpanObject(unchecked: span).end(.abandoned, state)
    }
}
