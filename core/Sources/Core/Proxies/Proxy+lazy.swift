import CPython

extension Instance where Fields == ProxyFields {
    /// Makes the wrapped object of a lazy proxy, or says that there is none.
    ///
    /// The presence of `__wrapped_factory__` decides; `__wrapped_get__` does it, under a lock of its own.
    /// The result is stored as an assignment to `__wrapped__` is, so that fix-ups run.
    @inline(never) func materialize() throws(PythonError) -> Owned {
        if try hasFactory() {
            guard let getter = try genericAttribute(names.wrappedGet) else {
                throw PythonError.raise(
                    .attributeError, "'%.100s' object has no attribute '__wrapped_get__'", .typeName(self))
            }
            let value = try getter.call()
            try setAttribute(names.wrapped, value)
            // A `__wrapped__` of a subclass may store elsewhere: then this one value serves this one use.
            guard let stored = fields.wrapped.retained() else { return value }
            return stored
        }
        guard fields.isInitialized else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '__wrapped__'", .typeName(self))
        }
        throw PythonError.raise(
            state.pointee.errors.wrapperNotInitialized,
            try .text("wrapper is in an inconsistent state: __wrapped__ is not set"))
    }

    /// Whether the proxy can make its object when it is needed.
    func hasFactory() throws(PythonError) -> Bool {
        guard let factory = try genericAttribute(names.wrappedFactory) else { return false }
        return !factory.isNone
    }
}
