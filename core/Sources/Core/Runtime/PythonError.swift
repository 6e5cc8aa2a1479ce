import CPython

/// Says that a Python exception is set. It is empty: CPython holds the exception.
struct PythonError: Error {
    init() {}
}

extension PythonError {
    /// Sets an exception with a fixed text and returns the error to throw.
    @inline(never) static func raise(_ type: ExceptionType, _ message: StaticString) -> PythonError {
        // Safe: a static string is NUL-terminated and lives for ever.
        unsafe PyErr_SetString(type.raw, message.cString)
        return PythonError()
    }

    /// Sets an exception with a text made as by `PyErr_Format`. Each conversion in the format takes
    /// a pointer: `%U`, `%S` and `%R` an object, `%s` a `FormatArgument.text`.
    @inline(never) static func raise(
        _ type: ExceptionType, _ format: StaticString, _ a: FormatArgument, _ b: FormatArgument = .absent,
        _ c: FormatArgument = .absent, _ d: FormatArgument = .absent
    ) -> PythonError {
        // Safe: every argument is a pointer, which is all that the documented conversions read.
        unsafe martlet_raise(type.raw, format.cString, a.pointer, b.pointer, c.pointer, d.pointer)
        return PythonError()
    }

    /// Sets an exception of a type that is itself an object (one of ours, made at import).
    @inline(never) static func raise(_ type: borrowing some AnyReference, message: borrowing some AnyReference)
        -> PythonError
    {
        // Safe: both are alive for the call, which takes its own references.
        unsafe PyErr_SetObject(type.raw, message.raw)
        return PythonError()
    }

    /// Whether the exception that is set is of this type.
    @inline(__always) static func matches(_ type: ExceptionType) -> Bool {
        // Safe: an exception is set whenever a `PythonError` was caught.
        unsafe PyErr_ExceptionMatches(type.raw) != 0
    }

    /// The same for a type of ours.
    static func matches(_ type: borrowing Owned) -> Bool {
        unsafe PyErr_ExceptionMatches(type.raw) != 0
    }

    /// Warns the Python code that called us; a filter may turn the warning into an exception.
    static func warn(_ category: ExceptionType, _ message: StaticString) throws(PythonError) {
        // Safe: the type lives as long as the interpreter, and the text is static.
        try check(unsafe PyErr_WarnEx(category.raw, message.cString, 1))
    }

    /// Whether an exception is set.
    @inline(__always) static var isSet: Bool {
        // Safe: returns a borrowed reference that is compared only.
        unsafe PyErr_Occurred() != nil
    }

    /// Drops the exception that is set.
    @inline(__always) static func clear() { PyErr_Clear() }

    /// Turns the -1 of a C function into a throw.
    @inline(__always) static func check(_ status: Int32) throws(PythonError) {
        if status < 0 { throw PythonError() }
    }

    /// Prints an exception that cannot be thrown, with the object it happened in.
    static func writeUnraisable(_ context: Borrowed) {
        // Safe: an exception is set, and the context is alive for the call.
        unsafe PyErr_WriteUnraisable(context.raw)
    }
}
