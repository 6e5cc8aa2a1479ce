import CPython

/// The exception that was set when this was made, put aside so that cleaning up cannot lose it.
///
/// A `tp_dealloc` or `tp_finalize` can run while an exception is on its way, and what it
/// calls may set and clear others.
struct SavedException: ~Copyable {
    private let exception: Owned?

    /// Puts the exception aside; none may be set.
    init() {
        // Safe: returns a new reference or null.
        if let raw = unsafe martlet_take_exception() {
            exception = unsafe Owned(stealing: raw)
        } else {
            exception = nil
        }
    }

    /// Whether there is one.
    var isEmpty: Bool { exception == nil }

    /// Calls `body` with it, if there is one.
    borrowing func with(_ body: (Borrowed) -> Void) {
        if let error = exception.borrow() { body(error) }
    }

    /// Sets it again. An exception set meanwhile is dropped.
    consuming func restore() {
        // Safe: the function takes the reference over.
        if let exception { unsafe martlet_restore_exception(exception.take()) } else { martlet_restore_exception(nil) }
    }

    /// Becomes the context of the exception that was raised after it was put aside, as in a `finally`.
    consuming func becomeContext() {
        guard let exception, let raised = unsafe martlet_take_exception() else { return }
        var last = unsafe Borrowed(raised).retained()
        // An exception with a cause of its own: this one comes behind it. The bound is for circles.
        for _ in 0..<1000 {
            if last.isIdentical(to: exception) { return unsafe martlet_restore_exception(raised) }
            // Safe: a new reference or null.
            guard let context = unsafe PyException_GetContext(last.raw) else { break }
            last = unsafe Owned(stealing: context)
        }
        // Safe: both setters take over a reference each.
        unsafe PyException_SetContext(last.raw, exception.take())
        unsafe martlet_restore_exception(raised)
    }
}
