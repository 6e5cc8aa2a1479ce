import CPython

/// The types `_FunctionWrapperBase`, `FunctionWrapper` and `BoundFunctionWrapper`.
enum FunctionWrapperTypes {
    static func add(to module: Borrowed, state: StateReference, proxy: TypeReference) throws(PythonError) {
        let base = try makeBase(in: module, proxy: proxy)
        let baseType = TypeReference(unchecked: base)
        let wrapper = try makeWrapper(in: module, base: baseType)
        let bound = try makeBound(in: module, base: baseType)
        _ = state.pointee.objects.boundGetattr.exchange(TypeReference(unchecked: bound).lookup(state.names.getattr))
        try module.add(type: base, "_FunctionWrapperBase", to: &state.pointee.types.functionWrapperBase)
        try module.add(type: wrapper, "FunctionWrapper", to: &state.pointee.types.functionWrapper)
        try module.add(type: bound, "BoundFunctionWrapper", to: &state.pointee.types.boundFunctionWrapper)
    }

    private static func makeBase(in module: Borrowed, proxy: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core._FunctionWrapperBase", fields: FunctionWrapperFields.self, base: proxy,
            flags: .base | .collected | .vectorcall, in: module,
            slots: collection + [
                newSlot(isBound: false),
                .call { unsafe PyVectorcall_Call($0, $1, $2) },
                .initialize { object, arguments, keywords in
                    statusEntry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try unsafe wrapper.initializeBound(
                            TupleArguments(arguments, keywords).parse(
                                "FunctionWrapperBase", FunctionWrapper.boundParameters(wrapper.state), required: 3))
                    }
                },
                .descriptorGet { unsafe FunctionWrapperTypes.bind($0, $1, $2) },
                .methods(methods + picklingMethods),
                .properties(properties),
                .offsets([FunctionWrapperFields.vectorcallOffset]),
            ])
    }

    /// `tp_descr_get`.
    @inline(never) private static func bind(_ object: RawObject?, _ instance: RawObject?, _ owner: RawObject?) -> RawObject? {
        entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
            try unsafe wrapper.bind(Borrowed(optional: instance), Borrowed(optional: owner))
        }
    }

    private static func makeWrapper(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        let type = try TypeBuilder.make(
            "martlet._core.FunctionWrapper", fields: FunctionWrapperFields.self, base: base,
            flags: .base | .collected | .vectorcall, in: module,
            slots: collection + [
                newSlot(isBound: false),
                .initialize { object, arguments, keywords in
                    statusEntry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let state = wrapper.state
                        let values = try unsafe TupleArguments(arguments, keywords).parse(
                            "FunctionWrapper", [state.names.wrappedParameter, state.names.wrapper, state.names.enabled],
                            required: 2)
                        try wrapper.initialize(wrapped: values[0]!, wrapper: values[1]!, enabled: values[2] ?? .none)
                    }
                },
                .offsets([FunctionWrapperFields.vectorcallOffset]),
            ])
        TypeReference(unchecked: type).setConstructor { type, base, count, names in
            entry { () throws(PythonError) in
                try unsafe FunctionWrapperTypes.construct(TypeReference(unchecked: Borrowed(argument: type)), Arguments(base, count, names))
            }
        }
        return type
    }

    private static func makeBound(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.BoundFunctionWrapper", fields: FunctionWrapperFields.self, base: base,
            flags: .base | .collected | .vectorcall, in: module,
            slots: collection + [
                newSlot(isBound: true),
                .setAttribute { object, name, value in
                    statusEntry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try unsafe wrapper.setBoundAttribute(Borrowed(argument: name), Borrowed(optional: value))
                    }
                },
                .methods([
                    .oneArgument("__getattr__", "Looks an attribute up in the parent, then in the wrapped object.") { object, name in
                        entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                            try wrapper.getBoundForwarded(Borrowed(argument: name).checkedName())
                        }
                    }
                ]),
                .offsets([FunctionWrapperFields.vectorcallOffset]),
            ])
    }

    /// A call of exactly `FunctionWrapper`.
    @inline(never) private static func construct(_ type: TypeReference, _ arguments: Arguments) throws(PythonError) -> Owned {
        let state = try StateReference(exactly: type)
        let values = try arguments.parse(
            "FunctionWrapper", [state.names.wrappedParameter, state.names.wrapper, state.names.enabled], required: 2)
        return try make(exactly: type, values[0]!, values[1]!, values[2] ?? .none, state: state)
    }

    @inline(__always) private static func make(
        exactly type: TypeReference, _ wrapped: Borrowed, _ wrapper: Borrowed, _ enabled: Borrowed, state: StateReference
    ) throws(PythonError) -> Owned {
        if let kept = state.pointee.wrappers.take() {
            // It has its state from its last life; what it was called by then may have been another function.
            state.retain()
            // Safe: a function of ours, which lives as long as the extension.
            unsafe FunctionWrapper(unchecked: kept).fields.vectorcall = wrapperVectorcall
            unsafe FunctionWrapper(unchecked: kept).fields.boundVectorcall = nil
            try FunctionWrapper(unchecked: kept).initialize(
                wrapped: wrapped, wrapper: wrapper, enabled: enabled, isExactType: true)
            kept.track()
            return kept
        }
        let object = try FunctionWrapper.make(type, isBound: false, state: state)
        try FunctionWrapper(unchecked: object).initialize(
            wrapped: wrapped, wrapper: wrapper, enabled: enabled, isExactType: true)
        return object
    }

    /// Makes a `FunctionWrapper`, for code of ours.
    static func make(wrapped: Borrowed, wrapper: Borrowed, enabled: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.types.functionWrapper.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        return try make(exactly: TypeReference(unchecked: type), wrapped, wrapper, enabled, state: state)
    }

    private static func newSlot(isBound: Bool) -> Slot {
        isBound
            ? .new { type, _, _ in
                entry { () throws(PythonError) in
                    let type = unsafe TypeReference(type.unsafelyUnwrapped)
                    return try FunctionWrapper.make(type, isBound: true, state: Proxy.state(forNew: type))
                }
            }
            : .new { type, _, _ in
                entry { () throws(PythonError) in
                    let type = unsafe TypeReference(type.unsafelyUnwrapped)
                    return try FunctionWrapper.make(type, isBound: false, state: Proxy.state(forNew: type))
                }
            }
    }

    /// The slots that CPython does not pass on to subtypes.
    static var collection: [Slot] {
        [
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                return unsafe FunctionWrapper(object.unsafelyUnwrapped).traverse(visitor)
            },
            .clear { object in
                let wrapper = unsafe FunctionWrapper(object.unsafelyUnwrapped)
                wrapper.clear()
                wrapper.proxy.clear()
                return 0
            },
            .deallocate { unsafe FunctionWrapperTypes.deallocate($0) },
        ]
    }

    @inline(never) private static func deallocate(_ object: RawObject?) {
        let wrapper = unsafe FunctionWrapper(object.unsafelyUnwrapped)
        wrapper.proxy.beginDeallocation()
        wrapper.clear()
        let state = wrapper.state
        if let wrapped = wrapper.fields.proxy.wrapped.exchange(nil) { _ = state.pointee.methods.keep(wrapped) }
        // Safe: nobody refers to the object any more; what is kept has no fields.
        if state.pointee.types.boundFunctionWrapper.holds(wrapper.type) {
            unsafe wrapper.proxy.deallocate(keeping: { unsafe state.pointee.boundWrappers.keep($0) })
        } else if state.pointee.types.functionWrapper.holds(wrapper.type) {
            unsafe wrapper.proxy.deallocate(keeping: { unsafe state.pointee.wrappers.keep($0) })
        } else {
            wrapper.proxy.deallocate()
        }
    }
}
