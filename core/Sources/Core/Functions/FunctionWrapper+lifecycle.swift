import CPython

extension Instance where Fields == FunctionWrapperFields {
    /// `__new__`: a wrapper without anything in it.
    @inline(__always) static func make(_ type: TypeReference, isBound: Bool, state: StateReference) throws(PythonError) -> Owned {
        let object = try Proxy.make(type, state: state)
        // Safe: the function is one of ours and lives as long as the extension.
        if isBound {
            unsafe FunctionWrapper(unchecked: object).fields.vectorcall = boundWrapperVectorcall
        } else {
            unsafe FunctionWrapper(unchecked: object).fields.vectorcall = wrapperVectorcall
        }
        return object
    }

    /// `FunctionWrapper.__init__`.
    func initialize(wrapped: Borrowed, wrapper: Borrowed, enabled: Borrowed, isExactType: Bool = false) throws(PythonError) {
        if FunctionWrapper.isFunctionWrapper(wrapped), let binding = try wrapped.optionalAttribute(names.selfBinding) {
            let kind = try BindingKind(binding.borrow(), state)
            return try initialize(wrapped, wrapper, enabled, binding.borrow(), kind, isExactType)
        }
        let kind = try BindingKind.of(wrapped, state)
        try initialize(wrapped, wrapper, enabled, kind.name(state).borrow(), kind, isExactType)
    }

    private func initialize(
        _ wrapped: Borrowed, _ wrapper: Borrowed, _ enabled: Borrowed, _ binding: Borrowed, _ kind: BindingKind,
        _ isExactType: Bool
    ) throws(PythonError) {
        try proxy.initialize(wrapped, isExactType: isExactType)
        store(
            instance: .none, wrapper: wrapper, enabled: enabled, binding: binding, kind: kind, parent: .none,
            owner: .none)
    }

    /// `BoundFunctionWrapper.__init__`, which a subclass may call with anything.
    func initializeBound(_ values: ArgumentValues<7>) throws(PythonError) {
        let binding = values[4] ?? names.callable.borrow()
        try proxy.initialize(values[0]!)
        let kind = try BindingKind(binding, state)
        store(
            instance: values[1]!, wrapper: values[2]!, enabled: values[3] ?? .none, binding: binding, kind: kind,
            parent: values[5] ?? .none, owner: values[6] ?? .none)
    }

    /// Whether an object is really a function wrapper.
    static func isFunctionWrapper(_ object: Borrowed) -> Bool {
        guard Proxy.isProxy(object), let type = Proxy(unchecked: object).state.pointee.types.functionWrapperBase.retained()
        else { return false }
        return object.isReally(TypeReference(unchecked: type))
    }

    /// The names of the parameters of `BoundFunctionWrapper`.
    static func boundParameters(_ state: StateReference) -> InlineArray<7, Interned> {
        [
            state.names.wrappedParameter, state.names.instance, state.names.wrapper, state.names.enabled,
            state.names.binding, state.names.parent, state.names.owner,
        ]
    }
}

/// What a vectorcall of an unbound wrapper calls.
@inline(never) func wrapperVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.call(Arguments(base, count, names))
    }
}

/// What a vectorcall of a bound wrapper calls.
@inline(never) func boundWrapperVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callBound(Arguments(base, count, names))
    }
}
