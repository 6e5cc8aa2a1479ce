import CPython

/// What a function made by `CapturingFunctions` captured.
@safe struct Captured: ~Escapable {
    let state: StateReference
    /// The tuple of the values.
    let values: Borrowed

    @safe @_lifetime(borrow tuple) init(_ tuple: RawObject?) throws(PythonError) {
        // Safe: the function that is being called keeps the tuple alive, and that the module and the values.
        let captured = Borrowed(argument: tuple)
        guard let state = unsafe StateReference(module: Borrowed(martlet_tuple_item(captured.raw, 0))) else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        self.state = state
        values = unsafe _overrideLifetime(Borrowed(martlet_tuple_item(captured.raw, 1)), copying: captured)
    }

    /// The captured value at `index`.
    subscript(index: Int) -> Borrowed {
        // Safe: the tuple of values keeps them alive.
        @_lifetime(copy self) get { unsafe _overrideLifetime(Borrowed(martlet_tuple_item(values.raw, index)), copying: self) }
    }
}
