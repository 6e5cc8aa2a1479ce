import CPython

extension Instance where Fields == FunctionWrapperFields {
    /// A call of an unbound wrapper.
    @inline(__always) func call(_ arguments: Arguments) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let instance = try require(fields.instance, "_self_instance")
        let wrapper = try require(fields.wrapper, "_self_wrapper")
        guard try isEnabled() else { return try wrapped.call(arguments, initializer: names.initialize) }
        if instance.isNone, fields.kind.takesInstanceFromWrapped, let bound = try wrapped.boundObject(names.selfName) {
            return try callWrapper(wrapper, wrapped, bound, arguments)
        }
        return try callWrapper(wrapper, wrapped, instance, arguments)
    }

    /// `wrapper(wrapped, instance, args, kwargs)`.
    @inline(__always) private func callWrapper(
        _ wrapper: borrowing Owned, _ wrapped: borrowing Owned, _ instance: borrowing some AnyReference,
        _ arguments: Arguments
    ) throws(PythonError) -> Owned {
        let positional = try arguments.tuple()
        // The call may drop the last reference to us, and with us the state of a module that is gone.
        let state = self.state
        state.retain()
        defer { state.release() }
        let named = if let spare = state.pointee.spareDictionary.take() { spare } else { try Owned.dictionary() }
        try arguments.fill(named)
        let result = try wrapper.call(wrapped, instance, positional, named)
        SpareDictionary.empty(named)
        state.pointee.spareDictionary.putBack(named)
        return result
    }

    /// A call of a bound wrapper.
    @inline(__always) func callBound(_ arguments: Arguments) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let instance = try require(fields.instance, "_self_instance")
        let wrapper = try require(fields.wrapper, "_self_wrapper")
        guard try isEnabled() else { return try wrapped.call(arguments, initializer: names.initialize) }
        guard fields.kind.mayTakeInstanceAsArgument else {
            // A class method or static method: what it is bound to matters, not what it was found on.
            if let bound = try wrapped.boundObject(names.selfName) {
                return try callWrapper(wrapper, wrapped, bound, arguments)
            }
            return try callWrapper(wrapper, wrapped, Borrowed.none, arguments)
        }
        if instance.isNone, arguments.count > 0 {
            return try callThroughClass(wrapped, wrapper, arguments)
        }
        return try callWrapper(wrapper, wrapped, instance, arguments)
    }

    /// A call of a method through its class: the first argument is the instance, if it is one of that class.
    /// The wrapper then sees what it sees in a call through the instance.
    @inline(never) private func callThroughClass(
        _ wrapped: borrowing Owned, _ wrapper: borrowing Owned, _ arguments: Arguments
    ) throws(PythonError) -> Owned {
        let owner = try require(fields.owner, "_self_owner")
        let instance = arguments[0]
        guard try instance.isInstance(of: owner) else {
            return try callWrapper(wrapper, wrapped, Borrowed.none, arguments)
        }
        // A property, say, which the class gives as it is.
        guard wrapped.isCallable else { throw PythonError.raise(.typeError, "the first argument must be callable") }
        let bound = try PartialCallableObjectProxy.make(wrapped.borrow(), instance, state: state)
        return try callWrapper(wrapper, bound, instance, arguments.droppingFirst())
    }

    /// Whether the wrapper is in force: asked at each call.
    @inline(__always) private func isEnabled() throws(PythonError) -> Bool {
        if fields.enabled.isNone { return true }
        return try asksEnabled()
    }

    @inline(never) private func asksEnabled() throws(PythonError) -> Bool {
        let enabled = try require(fields.enabled, "_self_enabled")
        if enabled.isCallable { return try enabled.call().isTrue() }
        return try enabled.isTrue()
    }
}
