import CPython

/// `mark_as_sync` and `mark_as_async`: wrappers that change what a function is taken for, and no call of it.
enum Markers {
    /// Makes a marked wrapper. `generator` is None, True or False: whether the function is taken for a generator's.
    static func mark(_ wrapped: Borrowed, isAsync: Bool, generator: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        let object = try FunctionWrapper.makePassThrough(
            kind: state.pointee.types.decorators.markedWrapper, wrapped: wrapped, state: state)
        try note(FunctionWrapper(unchecked: object), isAsync: isAsync, generator: generator)
        return object
    }

    /// The same around a wrapper function, for the bridges.
    static func mark(_ wrapped: Borrowed, wrapper: Borrowed, isAsync: Bool, state: StateReference) throws(PythonError) -> Owned {
        let object = try FunctionWrapper.make(
            kind: state.pointee.types.decorators.markedWrapper, wrapped: wrapped, wrapper: wrapper, state: state)
        try note(FunctionWrapper(unchecked: object), isAsync: isAsync, generator: .false)
        return object
    }

    private static func note(_ wrapper: FunctionWrapper, isAsync: Bool, generator: Borrowed) throws(PythonError) {
        let names = wrapper.names.decorators
        try wrapper.setOwn(names.ownGenerator, generator)
        try wrapper.setOwn(names.ownIsAsync, Borrowed.bool(isAsync))
        if !isAsync { try wrapper.setOwn(names.ownIsNotCoroutine, Borrowed.true) }
    }

    static func makeType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try FunctionWrapper.makeKind(
            "martlet.synchronization._MarkedFunctionWrapper",
            properties: [
                Property("__code__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let names = wrapper.names.decorators
                        let wrapped = try wrapper.proxy.wrapped()
                        return try Markers.code(of: wrapped, wrapper.own(names.ownIsAsync), wrapper.own(names.ownGenerator), wrapper.state)
                    }
                })
            ],
            bound: "martlet.synchronization._BoundMarkedFunctionWrapper",
            boundProperties: [
                Property("__func__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let names = wrapper.names.decorators
                        let function = try wrapper.proxy.wrapped().attribute(wrapper.names.underlyingFunction)
                        let attributes = try Owned.dictionary()
                        if try function.hasAttribute(names.code) {
                            let code = try Markers.code(
                                of: function, wrapper.parentsOwn(names.ownIsAsync), wrapper.parentsOwn(names.ownGenerator),
                                wrapper.state)
                            try attributes.setDictionaryItem(names.code, code)
                        }
                        return try Overlay.make(function.borrow(), attributes: attributes, state: wrapper.state)
                    }
                })
            ], in: module, state: state)
    }

    /// The function's code object, with the flags that the mark asks for.
    private static func code(
        of function: borrowing Owned, _ isAsync: borrowing Owned, _ generator: borrowing Owned, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let names = state.names.decorators
        let code = try function.attribute(names.code)
        let flags = try code.attribute(names.codeFlags)
        let bits = unsafe PyLong_AsSsize_t(flags.raw)
        if bits == -1, PythonError.isSet { throw PythonError() }
        let choice = generator.isIdentical(to: Borrowed.true) ? true : generator.isIdentical(to: Borrowed.false) ? false : nil
        let marked = try isAsync.isTrue() ? asyncFlags(bits, choice) : syncFlags(bits, choice)
        let attributes = try Owned.dictionary()
        try attributes.setDictionaryItem(names.codeFlags, Owned.integer(marked))
        return try Overlay.make(code.borrow(), attributes: attributes, state: state)
    }

    /// Those of a function without `async`: by itself a generator's where it was one of either sort.
    static func syncFlags(_ flags: Int, _ generator: Bool?) -> Int {
        let plain = flags & ~(CodeFlags.coroutine | CodeFlags.asyncGenerator | CodeFlags.iterableCoroutine)
        let isGenerator = generator ?? (flags & (CodeFlags.generator | CodeFlags.asyncGenerator) != 0)
        return isGenerator ? plain | CodeFlags.generator : plain & ~CodeFlags.generator
    }

    /// Those of an `async` function: by itself an asynchronous generator's where it was one of either sort.
    static func asyncFlags(_ flags: Int, _ generator: Bool?) -> Int {
        let plain = flags
            & ~(CodeFlags.coroutine | CodeFlags.asyncGenerator | CodeFlags.iterableCoroutine | CodeFlags.generator)
        let isGenerator = generator ?? (flags & (CodeFlags.generator | CodeFlags.asyncGenerator) != 0)
        return plain | (isGenerator ? CodeFlags.asyncGenerator : CodeFlags.coroutine)
    }

    static var method: Method {
        .oneArgument("mark", "Marks a function.") { captured, function in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                return try Markers.mark(
                    Borrowed(argument: function), isAsync: captured[0].isTrue(), generator: captured[1], state: captured.state)
            }
        }
    }

    /// `mark_as_sync` and `mark_as_async`.
    static func call(_ function: StaticString, isAsync: Bool, _ call: Arguments, _ state: StateReference) throws(PythonError) -> Owned {
        let values = try call.parseDecorator(function, [state.names.wrappedParameter, state.names.decorators.generator])
        let generator = values[1] ?? .none
        if let wrapped = values[0], !wrapped.isNone { return try mark(wrapped, isAsync: isAsync, generator: generator, state: state) }
        return try state.pointee.capturing.make(.mark, .tuple(of: .bool(isAsync), generator), state: state)
    }
}
