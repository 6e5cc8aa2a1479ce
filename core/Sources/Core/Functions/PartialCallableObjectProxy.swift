import CPython

/// `PartialCallableObjectProxy`: what `functools.partial` is, as a proxy.
enum PartialCallableObjectProxy {
    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        let type = try TypeBuilder.make(
            "martlet._core.PartialCallableObjectProxy", fields: CallableFields.self, base: base,
            flags: .base | .collected | .vectorcall, in: module,
            slots: CallableProxy.collection + [
                .new { type, _, _ in
                    entry { () throws(PythonError) in
                        let type = unsafe TypeReference(type.unsafelyUnwrapped)
                        return try PartialCallableObjectProxy.allocate(type, state: StateReference(type: type))
                    }
                },
                .initialize { object, arguments, keywords in
                    statusEntry(CallableProxy.self, object) { partial throws(PythonError) in
                        let call = unsafe TupleArguments(arguments, keywords)
                        let wrapped = try PartialCallableObjectProxy.checkedFirst(call.count > 0 ? call[0] : nil)
                        let rest = try unsafe Owned(PyTuple_GetSlice(call.tuple.raw, 1, call.count))
                        guard let keywords = call.keywords else {
                            return try PartialCallableObjectProxy.initialize(partial, wrapped, rest, nil)
                        }
                        try PartialCallableObjectProxy.initialize(partial, wrapped, rest, unsafe Owned(PyDict_Copy(keywords.raw)))
                    }
                },
                .call { unsafe PyVectorcall_Call($0, $1, $2) },
                .getAttribute { object, name in
                    entry(CallableProxy.self, object) { partial throws(PythonError) in
                        let name = Borrowed(argument: name)
                        // Not a property: `inspect.signature` of the type would find that.
                        if try partial.proxy.names.signature.isName(name) { return try partial.signature() }
                        return try partial.proxy.getAttribute(name)
                    }
                },
                .properties([
                    Property("_self_args", get: { object, _ in
                        entry(CallableProxy.self, object) { partial throws(PythonError) in
                            guard let value = partial.fields.arguments.retained() else { throw PartialCallableObjectProxy.missing(partial, "_self_args") }
                            return value
                        }
                    }),
                    Property("_self_kwargs", get: { object, _ in
                        entry(CallableProxy.self, object) { partial throws(PythonError) in
                            if partial.fields.arguments.isEmpty {
                                throw PartialCallableObjectProxy.missing(partial, "_self_kwargs")
                            }
                            guard let value = partial.fields.keywords.retained() else { return try .dictionary() }
                            return value
                        }
                    }),
                ]),
                .offsets([CallableFields.vectorcallOffset]),
            ])
        TypeReference(unchecked: type).setConstructor { type, base, count, names in
            entry { () throws(PythonError) in
                let type = TypeReference(unchecked: Borrowed(argument: type))
                let call = unsafe Arguments(base, count, names)
                return try PartialCallableObjectProxy.construct(type, call)
            }
        }
        return type
    }

    /// A call of exactly this type.
    @inline(never) private static func construct(_ type: TypeReference, _ call: Arguments) throws(PythonError) -> Owned {
        let state = try StateReference(exactly: type)
        let wrapped = try checkedFirst(call.count > 0 ? call[0] : nil)
        let rest = call.droppingFirst()
        let arguments = try rest.tuple()
        let named = call.namedCount > 0 ? try rest.dictionary() : nil
        let object = try fresh(type, state: state)
        let partial = CallableProxy(unchecked: object)
        try partial.proxy.initialize(wrapped, isExactType: true)
        // Nobody has seen the object: its own fields are empty.
        partial.fields.arguments.initialize(arguments)
        if let named { partial.fields.keywords.initialize(named) }
        object.track()
        return object
    }

    /// Makes a partial with one argument, for a method that is called through its class.
    static func make(_ wrapped: Borrowed, _ first: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.types.partialCallableObjectProxy.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module of this wrapper is gone")
        }
        let captured = try Owned.tuple(first.retained())
        let object = try fresh(TypeReference(unchecked: type), state: state)
        let partial = CallableProxy(unchecked: object)
        // Nobody has seen the object: its fields are empty.
        partial.fields.proxy.wrapped.initialize(wrapped.retained())
        partial.fields.proxy.isInitialized = true
        partial.fields.proxy.isUndescribed = true
        partial.fields.arguments.initialize(captured)
        object.track()
        return object
    }

    @_lifetime(copy wrapped)
    private static func checkedFirst(_ wrapped: Borrowed?) throws(PythonError) -> Borrowed {
        guard let wrapped else { throw PythonError.raise(.typeError, "__init__ of partial needs an argument") }
        guard wrapped.isCallable else { throw PythonError.raise(.typeError, "the first argument must be callable") }
        return wrapped
    }

    private static func missing(_ partial: CallableProxy, _ name: StaticString) -> PythonError {
        .raise(.attributeError, "'%.100s' object has no attribute '%s'", .typeName(partial), .text(name))
    }

    /// One of exactly this type without anything in it, which the collector does not see before `track()`.
    @inline(__always) private static func fresh(_ type: TypeReference, state: StateReference) throws(PythonError) -> Owned {
        if let kept = state.pointee.partials.take() {
            // Its own state, and the function for vectorcall, are there from its last life.
            state.retain()
            return kept
        }
        let object = try allocate(type, state: state)
        // Safe: it was tracked when it was allocated.
        unsafe Deallocation.untrack(object.raw)
        return object
    }

    private static func allocate(_ type: TypeReference, state: StateReference) throws(PythonError) -> Owned {
        let object = try Proxy.make(type, state: state)
        // Safe: a function of ours, which lives as long as the extension.
        unsafe CallableProxy(unchecked: object).fields.vectorcall = partialVectorcall
        return object
    }

    private static func initialize(
        _ partial: CallableProxy, _ wrapped: Borrowed, _ arguments: consuming Owned, _ keywords: consuming Owned?
    ) throws(PythonError) {
        try partial.proxy.initialize(wrapped)
        let previousArguments = partial.fields.arguments.exchange(arguments)
        let previousKeywords = partial.fields.keywords.exchange(keywords)
        _ = previousArguments
        _ = previousKeywords
    }
}

/// What a vectorcall of a partial calls.
@inline(never) private func partialVectorcall(
    _ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?
) -> RawObject? {
    entry(CallableProxy.self, object) { partial throws(PythonError) in
        try unsafe partial.callPartial(Arguments(base, count, names))
    }
}

extension Instance where Fields == CallableFields {
    /// Calls with the captured arguments first; the named ones of the call win.
    func callPartial(_ arguments: Arguments) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        guard let captured = fields.arguments.retained() else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '_self_args'", .typeName(self))
        }
        guard let keywords = fields.keywords.retained() else {
            return try wrapped.call(captured.borrow(), arguments)
        }
        let rest = try arguments.tuple()
        let positional = try unsafe Owned(PySequence_Concat(captured.raw, rest.raw))
        let named = try unsafe Owned(PyDict_Copy(keywords.raw))
        let given = try arguments.dictionary()
        try PythonError.check(unsafe PyDict_Update(named.raw, given.raw))
        return try wrapped.call(tuple: positional, keywords: named.borrow())
    }

    /// `__signature__`: that of the same `functools.partial`.
    func signature() throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let first = try Owned.tuple(wrapped)
        let partial = try Owned.module("functools").attribute(proxy.names.partial)
        guard let captured = fields.arguments.retained() else {
            return try Owned.module("inspect").callMethod(proxy.names.signatureFunction, partial.call(tuple: first, keywords: nil))
        }
        let all = try unsafe Owned(PySequence_Concat(first.raw, captured.raw))
        let keywords = fields.keywords.retained() ?? .none
        let equivalent = try partial.call(tuple: all, keywords: keywords.isNone ? nil : keywords.borrowed)
        return try Owned.module("inspect").callMethod(proxy.names.signatureFunction, equivalent)
    }
}
