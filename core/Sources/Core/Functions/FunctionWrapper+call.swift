import CPython

extension Instance where Fields == FunctionWrapperFields {
    /// A call of an unbound wrapper.
    @inline(__always) func call(_ arguments: Arguments) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let instance = try require(fields.instance, "_self_instance")
        let wrapper = try require(fields.wrapper, "_self_wrapper")
        guard try isEnabled() else { return try wrapped.call(arguments) }
        let positional = try arguments.tuple()
        let named = try arguments.dictionary()
        if instance.isNone, fields.kind.takesInstanceFromWrapped,
            let bound = try wrapped.optionalAttribute(names.selfName)
        {
            return try wrapper.call(wrapped, bound, positional, named)
        }
        return try wrapper.call(wrapped, instance, positional, named)
    }

    /// A call of a bound wrapper.
    @inline(__always) func callBound(_ arguments: Arguments) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let instance = try require(fields.instance, "_self_instance")
        let wrapper = try require(fields.wrapper, "_self_wrapper")
        guard try isEnabled() else { return try wrapped.call(arguments) }
        guard fields.kind.mayTakeInstanceAsArgument else {
            // A class method or static method: what it is bound to matters, not what it was found on.
            let positional = try arguments.tuple()
            let named = try arguments.dictionary()
            if let bound = try wrapped.optionalAttribute(names.selfName) {
                return try wrapper.call(wrapped, bound, positional, named)
            }
            return try wrapper.call(wrapped, Borrowed.none, positional, named)
        }
        if instance.isNone, arguments.count > 0 {
            return try callThroughClass(wrapped, wrapper, arguments)
        }
        let positional = try arguments.tuple()
        let named = try arguments.dictionary()
        return try wrapper.call(wrapped, instance, positional, named)
    }

    /// A call of a method through its class: the first argument is the instance, if it is one of that class.
    /// The wrapper then sees what it sees in a call through the instance.
    @inline(never) private func callThroughClass(
        _ wrapped: borrowing Owned, _ wrapper: borrowing Owned, _ arguments: Arguments
    ) throws(PythonError) -> Owned {
        let owner = try require(fields.owner, "_self_owner")
        let instance = arguments[0]
        guard try instance.isInstance(of: owner) else {
            let positional = try arguments.tuple()
            let named = try arguments.dictionary()
            return try wrapper.call(wrapped, Borrowed.none, positional, named)
        }
        let bound = try PartialCallableObjectProxy.make(wrapped.borrowed, instance, state: state)
        let rest = arguments.droppingFirst()
        let positional = try rest.tuple()
        let named = try rest.dictionary()
        return try wrapper.call(bound, instance, positional, named)
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
