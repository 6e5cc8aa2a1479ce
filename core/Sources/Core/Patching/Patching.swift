import CPython

/// Replacing attributes of modules, classes and objects by wrappers.
enum Patching {
    /// `wrap_function_wrapper`: patches a function; gives nil where a trailing `?` put it off until an import.
    static func wrapFunction(
        _ target: Borrowed, _ name: Borrowed, _ wrapper: Borrowed, enabled: Borrowed = .none, state: StateReference
    ) throws(PythonError) -> Owned? {
        guard let module = try deferredTarget(target) else {
            return try wrapFunctionNow(target, name, wrapper, enabled: enabled, state: state)
        }
        if let loaded = try ImportHooks.loadedModule(module.borrow()) {
            return try wrapFunctionNow(loaded.borrow(), name, wrapper, enabled: enabled, state: state)
        }
        let hook = try state.pointee.capturing.make(.applyPatch, .tuple(of: name, wrapper, enabled), state: state)
        try ImportHooks.register(hook.borrow(), module.borrow(), state: state)
        return nil
    }

    /// Patches a function with a new `FunctionWrapper`, and returns that.
    static func wrapFunctionNow(
        _ target: Borrowed, _ name: Borrowed, _ wrapper: Borrowed, enabled: Borrowed = .none, state: StateReference
    ) throws(PythonError) -> Owned {
        let path = try ResolvedPath.resolve(target, name, state: state)
        let created = try createsSlot(path.attribute.borrow(), on: path.parent.borrow(), state)
        let replacement = try FunctionWrapperTypes.make(
            wrapped: path.original.borrow(), wrapper: wrapper, enabled: enabled, state: state)
        try Proxy(unchecked: replacement).setGenericAttribute(state.names.createdSlot, .bool(created))
        try path.parent.setAttribute(path.attribute, replacement)
        return replacement
    }

    /// `wrap_object`: replaces an attribute by what `factory` makes of it.
    static func wrapObject(
        _ target: Borrowed, _ name: Borrowed, _ factory: Borrowed, arguments: Borrowed?, keywords: Borrowed?,
        state: StateReference
    ) throws(PythonError) -> Owned {
        let path = try ResolvedPath.resolve(target, name, state: state)
        let created = try createsSlot(path.attribute.borrow(), on: path.parent.borrow(), state)
        let first = try Owned.tuple(path.original.retained())
        let positional: Owned
        if let arguments {
            // Safe: any iterable will do, as with `*args`.
            let rest = try unsafe Owned(PySequence_Tuple(arguments.raw))
            positional = try unsafe Owned(PySequence_Concat(first.raw, rest.raw))
        } else {
            positional = first
        }
        let replacement: Owned
        if let named = keywords, !named.isNone {
            let dictionary = try Owned.dictionary()
            try PythonError.check(unsafe PyDict_Update(dictionary.raw, named.raw))
            replacement = try factory.call(tuple: positional, keywords: dictionary.borrow())
        } else {
            replacement = try factory.call(tuple: positional, keywords: nil)
        }
        try replacement.lend { replacement throws(PythonError) in try noteCreatedSlot(created, on: replacement, state) }
        try path.parent.setAttribute(path.attribute, replacement)
        return replacement
    }

    /// Keeps on the wrapper whether it made the attribute, for `unwrap_object`; others than proxies cannot keep it.
    private static func noteCreatedSlot(_ created: Bool, on replacement: Borrowed, _ state: StateReference) throws(PythonError) {
        do throws(PythonError) {
            _ = try replacement.callMethod(state.names.selfSetattr, state.names.createdSlot, Borrowed.bool(created))
        } catch {
            guard PythonError.matches(.attributeError) else { throw error }
            PythonError.clear()
        }
    }

    /// Whether setting the attribute makes an entry that the object did not have itself.
    private static func createsSlot(_ attribute: Borrowed, on parent: Borrowed, _ state: StateReference)
        throws(PythonError) -> Bool
    {
        guard let dictionary = try parent.optionalAttribute(state.names.dict) else { return false }
        return try !dictionary.contains(attribute)
    }

    /// The name of the module in `"module?"`; nil for any other target.
    static func deferredTarget(_ target: Borrowed) throws(PythonError) -> Owned? {
        guard target.isText else { return nil }
        // Safe: the target is a string, whose length and characters are read in place.
        let length = unsafe PyUnicode_GetLength(target.raw)
        guard length > 0, unsafe PyUnicode_ReadChar(target.raw, length - 1) == 0x3F else { return nil }
        return try unsafe Owned(PyUnicode_Substring(target.raw, 0, length - 1))
    }
}
