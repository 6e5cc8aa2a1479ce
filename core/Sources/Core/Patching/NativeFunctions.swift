import CPython

/// Functions that we make at run time with something captured: hooks and decorators.
///
/// Each is a built-in function whose `self` is a tuple of the module and what it captured. The
/// definitions are never freed, as such functions may outlive everything else.
@safe struct NativeFunctions {
    private let definitions: UnsafeMutablePointer<PyMethodDef>

    init() {
        unsafe definitions = immortalTable([
            unsafe Method.oneArgument("import_hook", "Imports a hook by its name, and calls it with the module.") { captured, module in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        try ImportHooks.callNamed(captured.tupleItem(1).borrowed, Borrowed(argument: module), state)
                    }
                }
            }.definition,
            unsafe Method.oneArgument("register", "Registers a function as a hook, and returns it.") { captured, hook in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let hook = Borrowed(argument: hook)
                        try ImportHooks.register(hook, captured.tupleItem(1).borrowed, state: state)
                        return hook.retained()
                    }
                }
            }.definition,
            unsafe Method.oneArgument("apply_patch", "Applies a patch that waited for the module.") { captured, module in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let patch = captured.tupleItem(1)
                        _ = try Patching.wrapFunctionNow(
                            Borrowed(argument: module), patch.tupleItem(0).borrowed, patch.tupleItem(1).borrowed,
                            enabled: patch.tupleItem(2).borrowed, state: state)
                        return .none
                    }
                }
            }.definition,
            unsafe Method.oneArgument("patch", "Patches with a wrapper function, and returns that.") { captured, wrapper in
                entry { () throws(PythonError) in
                    try NativeFunctions.withCaptured(captured) { (state, captured) throws(PythonError) in
                        let patch = captured.tupleItem(1)
                        let wrapper = Borrowed(argument: wrapper)
                        _ = try Patching.wrapFunction(
                            patch.tupleItem(0).borrowed, patch.tupleItem(1).borrowed, wrapper,
                            enabled: patch.tupleItem(2).borrowed, state: state)
                        return wrapper.retained()
                    }
                }
            }.definition,
        ], end: PyMethodDef()).assumingMemoryBound(to: PyMethodDef.self)
    }

    /// A hook that is given as text, `"module:attribute.path"`.
    func callNamedHook(capturing text: borrowing some AnyReference, state: StateReference) throws(PythonError) -> Owned {
        try make(0, text.borrow(), state)
    }

    /// What `when_imported` returns.
    func registerHook(capturing name: borrowing some AnyReference, state: StateReference) throws(PythonError) -> Owned {
        try make(1, name.borrow(), state)
    }

    /// The hook of a patch whose module is not loaded yet.
    func applyPatchLater(capturing patch: borrowing some AnyReference, state: StateReference) throws(PythonError) -> Owned {
        try make(2, patch.borrow(), state)
    }

    /// What `patch_function_wrapper` returns.
    func applyPatch(capturing patch: borrowing some AnyReference, state: StateReference) throws(PythonError) -> Owned {
        try make(3, patch.borrow(), state)
    }

    private func make(_ index: Int, _ captured: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        try unsafe NativeFunctions.make(definitions + index, captured, state)
    }

    /// Makes a function from a definition that is never freed.
    @unsafe static func make(
        _ definition: UnsafeMutablePointer<PyMethodDef>, _ captured: Borrowed, _ state: StateReference
    ) throws(PythonError) -> Owned {
        guard let module = state.pointee.module.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        let tuple = try Owned.tuple(of: module.borrow(), captured)
        // Safe: the definition is never freed; the function keeps the tuple alive.
        return try unsafe Owned(PyCMethod_New(definition, tuple.raw, nil, nil))
    }

    /// Unpacks the tuple: the state of the module that made the function, and the tuple itself.
    @safe static func withCaptured(
        _ tuple: RawObject?, _ body: (StateReference, Borrowed) throws(PythonError) -> Owned
    ) throws(PythonError) -> Owned {
        let captured = Borrowed(argument: tuple)
        let module = captured.tupleItem(0)
        guard let state = StateReference(module: module.borrow()) else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        return try body(state, captured)
    }
}
