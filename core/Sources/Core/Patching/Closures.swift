import CPython

/// More functions that we make at run time with something captured, as `NativeFunctions` are: the wrapper
/// functions of decorators that we make, and callbacks.
@safe struct Closures {
    private let definitions: UnsafeMutablePointer<PyMethodDef>

    init() {
        unsafe definitions = immortalTable([
            unsafe Method.arguments("decorate", "Decorates a function with a wrapper function.") { captured, base, count, names in
                entry { () throws(PythonError) in
                    let call = try unsafe WrapperCall(Arguments(base, count, names))
                    return try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let wrapper = captured.tupleItem(1)
                        let bound = try call.bound(wrapper.borrow(), state.names)
                        let decorated = try call.decorated()
                        return try FunctionWrapperTypes.make(
                            wrapped: decorated.borrow(), wrapper: bound.borrow(), enabled: .none, state: state)
                    }
                }
            }.definition,
            unsafe Method.oneArgument("transient", "Makes a decorator of a wrapper function.") { captured, wrapper in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let place = captured.tupleItem(1)
                        let wrapper = Borrowed(argument: wrapper)
                        let patch = try Owned.tuple(place.tupleItem(0), place.tupleItem(1), wrapper.retained())
                        let decorate = try state.pointee.closures.make(2, patch.borrow(), state)
                        return try FunctionWrapperTypes.make(
                            wrapped: wrapper, wrapper: decorate.borrow(), enabled: .none, state: state)
                    }
                }
            }.definition,
            unsafe Method.arguments("decorate", "Decorates a function with a patch.") { captured, base, count, names in
                entry { () throws(PythonError) in
                    let call = try unsafe WrapperCall(Arguments(base, count, names))
                    return try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let patch = captured.tupleItem(1)
                        let wrapper = patch.tupleItem(2)
                        let bound = try call.bound(wrapper.borrow(), state.names)
                        let decorated = try call.decorated()
                        let ours = try Owned.tuple(patch.tupleItem(0), patch.tupleItem(1), bound)
                        return try ScopedPatch.decorate(decorated.borrow(), with: ours, state: state)
                    }
                }
            }.definition,
            unsafe Method.arguments("call_patched", "Calls a function while a patch is in place.") { captured, base, count, names in
                entry { () throws(PythonError) in
                    let call = try unsafe WrapperCall(Arguments(base, count, names))
                    return try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let patch = captured.tupleItem(1)
                        return try ScopedPatch.callPatched(patch.borrow(), call, state)
                    }
                }
            }.definition,
            unsafe Method.oneArgument("bind", "Decorates a function, and binds its wrapper to an object.") { captured, function in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let binding = captured.tupleItem(1)
                        let wrapper = try binding.tupleItem(0).call(Borrowed(argument: function))
                        _ = try wrapper.callMethod(state.names.selfSetattr, binding.tupleItem(1), binding.tupleItem(2))
                        return wrapper
                    }
                }
            }.definition,
            unsafe Method.oneArgument("expired", "Tells a weak function proxy that what it refers to is gone.") { captured, _ in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (_, captured) throws(PythonError) in
                        let pair = captured.tupleItem(1)
                        let proxy = pair.tupleItem(0)
                        let callback = pair.tupleItem(1)
                        try WeakFunctionProxy(unchecked: proxy).expire(callback.borrow())
                        return .none
                    }
                }
            }.definition,
            unsafe Method.noArguments("import_now", "Imports what a lazy import stands for.") { captured, _ in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let place = captured.tupleItem(1)
                        let name = place.tupleItem(0)
                        let attribute = place.tupleItem(1)
                        return try LazyImport.importNow(name.borrow(), attribute.borrow(), state)
                    }
                }
            }.definition,
        ], end: PyMethodDef()).assumingMemoryBound(to: PyMethodDef.self)
    }

    /// The wrapper function of a decorator made by `function_wrapper`, which captures the user's.
    func decorate(capturing wrapper: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try make(0, wrapper, state)
    }

    /// What `transient_function_wrapper` returns: captures a target and a path.
    func transient(capturing place: borrowing Owned, state: StateReference) throws(PythonError) -> Owned {
        try make(1, place.borrow(), state)
    }

    /// A wrapper function that calls while a patch is in place: captures a target, a path and a wrapper function.
    func callPatched(capturing patch: borrowing Owned, state: StateReference) throws(PythonError) -> Owned {
        try make(3, patch.borrow(), state)
    }

    /// What a bound `bind_state_to_wrapper` is: captures a decorator, an attribute's name and an object.
    func bindState(capturing binding: borrowing Owned, state: StateReference) throws(PythonError) -> Owned {
        try make(4, binding.borrow(), state)
    }

    /// The callback of weak references: captures the weak function proxy and the user's callback.
    func expired(capturing pair: borrowing Owned, state: StateReference) throws(PythonError) -> Owned {
        try make(5, pair.borrow(), state)
    }

    /// What makes the object of a lazy import: captures a module's name, and an attribute's or `None`.
    func importLater(capturing place: borrowing Owned, state: StateReference) throws(PythonError) -> Owned {
        try make(6, place.borrow(), state)
    }

    private func make(_ index: Int, _ captured: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        try unsafe NativeFunctions.make(definitions + index, captured, state)
    }
}
