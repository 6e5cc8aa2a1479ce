import CPython

/// The references of a `scoped_function_wrapper`.
struct ScopedPatchReferences {
    /// A tuple of the target, the path and the wrapper function.
    var patch = Field()
    /// The wrapper, while the block runs.
    var handle = Field()
}

/// The memory of what `scoped_function_wrapper` returns.
@safe struct ScopedPatchFields {
    var references = ScopedPatchReferences()
    var state: StateReference?
    /// Whether the block was entered: that goes once.
    var isUsed = false
}

typealias ScopedPatch = Instance<ScopedPatchFields>

extension Instance where Fields == ScopedPatchFields {
    static func make(_ patch: consuming Owned, state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.types.scopedPatch.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        let object = try TypeReference(unchecked: type).allocate()
        let fresh = ScopedPatch(unchecked: object)
        state.retain()
        fresh.fields.state = state
        fresh.fields.references.patch.initialize(patch)
        return object
    }

    /// `__enter__`.
    func enter() throws(PythonError) {
        let state = try requireState()
        guard !fields.isUsed, let patch = fields.references.patch.retained() else {
            throw PythonError.raise(.runtimeError, "a scoped_function_wrapper() can be entered once")
        }
        let target = patch.tupleItem(0)
        if try Patching.deferredTarget(target.borrow()) != nil {
            throw PythonError.raise(
                .valueError,
                "deferred wrapping using a target with a trailing '?' cannot be used with scoped_function_wrapper()")
        }
        fields.isUsed = true
        _ = fields.references.handle.exchange(try ScopedPatch.apply(patch.borrow(), state))
    }

    /// `__exit__`.
    func exit() throws(PythonError) {
        let state = try requireState()
        guard let patch = fields.references.patch.retained(), let handle = fields.references.handle.exchange(nil) else {
            throw PythonError.raise(.runtimeError, "the scoped_function_wrapper() was not entered")
        }
        try ScopedPatch.remove(patch.borrow(), handle.borrow(), state)
    }

    /// `__call__`: as a decorator, it patches for each call of the function.
    func decorate(_ function: Borrowed) throws(PythonError) -> Owned {
        let state = try requireState()
        guard let patch = fields.references.patch.retained() else { return function.retained() }
        return try ScopedPatch.decorate(function, with: patch, state: state)
    }

    private func requireState() throws(PythonError) -> StateReference {
        guard let state = fields.state else { throw PythonError.raise(.runtimeError, "the martlet module is gone") }
        return state
    }

    /// Wraps a function so that the patch is in place during its calls.
    static func decorate(_ function: Borrowed, with patch: borrowing Owned, state: StateReference) throws(PythonError) -> Owned {
        let call = try state.pointee.capturing.make(.callPatched, patch.retained(), state: state)
        return try FunctionWrapperTypes.make(wrapped: function, wrapper: call.borrow(), enabled: .none, state: state)
    }

    /// A wrapper function that calls while a patch is in place: captures a target, a path and a wrapper function.
    static var callMethod: Method {
        .arguments("call_patched", "Calls a function while a patch is in place.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let call = try unsafe WrapperCall(Arguments(base, count, names))
                return try ScopedPatch.callPatched(captured.values, call, captured.state)
            }
        }
    }

    /// Patches, calls, and takes the patch out again, after an error too.
    static func callPatched(_ patch: Borrowed, _ call: WrapperCall, _ state: StateReference) throws(PythonError) -> Owned {
        let handle = try apply(patch, state)
        let result: Owned
        do throws(PythonError) {
            result = try call.proceed()
        } catch {
            let exception = SavedException()
            do throws(PythonError) {
                try remove(patch, handle.borrow(), state)
            } catch {
                exception.becomeContext()
                throw error
            }
            exception.restore()
            throw error
        }
        try remove(patch, handle.borrow(), state)
        return result
    }

    private static func apply(_ patch: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let target = patch.tupleItem(0)
        let name = patch.tupleItem(1)
        let wrapper = patch.tupleItem(2)
        return try Patching.wrapFunctionNow(target.borrow(), name.borrow(), wrapper.borrow(), state: state)
    }

    private static func remove(_ patch: Borrowed, _ handle: Borrowed, _ state: StateReference) throws(PythonError) {
        let target = patch.tupleItem(0)
        let name = patch.tupleItem(1)
        _ = try Patching.unwrap(target.borrow(), name.borrow(), handle, missingOK: false, state: state)
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core._ScopedFunctionWrapper", fields: ScopedPatchFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: [
                .documentation("A patch for a block, or as a decorator for the calls of a function."),
                .call { object, arguments, keywords in
                    entry(ScopedPatch.self, object) { scope throws(PythonError) in
                        let call = unsafe TupleArguments(arguments, keywords)
                        guard call.count == 1, call.keywords == nil else {
                            throw PythonError.raise(.typeError, "a scoped_function_wrapper() decorates one function")
                        }
                        return try scope.decorate(call[0])
                    }
                },
                .methods([
                    .noArguments("__enter__", "Patches.") { object, _ in
                        entry(ScopedPatch.self, object) { scope throws(PythonError) in
                            try scope.enter()
                            return .none
                        }
                    },
                    .arguments("__exit__", "Takes the patch out again.") { object, _, _, _ in
                        entry(ScopedPatch.self, object) { scope throws(PythonError) in
                            try scope.exit()
                            return .none
                        }
                    },
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let scope = unsafe ScopedPatch(object.unsafelyUnwrapped)
                    let status = unsafe visitor.visitType(of: scope.raw)
                    return status == 0 ? PackedFields.traverse(&scope.fields.references, visitor) : status
                },
                .clear { object in
                    PackedFields.clear(&(unsafe ScopedPatch(object.unsafelyUnwrapped)).fields.references)
                    return 0
                },
                .deallocate { object in
                    let scope = unsafe ScopedPatch(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(scope.raw)
                    PackedFields.clear(&scope.fields.references)
                    let state = scope.fields.state
                    unsafe Deallocation.free(scope.raw)
                    state?.release()
                },
            ])
    }
}
