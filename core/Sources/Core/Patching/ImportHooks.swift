import CPython

/// Hooks that wait for a module to be imported.
///
/// They are lists in a dictionary, by the module's name. Under the interpreter's lock no step here
/// runs Python code between looking and changing, so it needs no lock of its own; hooks are called
/// when all is in place.
enum ImportHooks {
    /// `register_post_import_hook`: calls the hook now if the module is loaded, else once it is.
    static func register(_ hook: Borrowed, _ name: Borrowed, state: StateReference) throws(PythonError) {
        let callable = hook.isText
            ? try state.pointee.capturing.make(.callHook, .tuple(hook.retained()), state: state) : hook.retained()
        try installFinder(state)
        if let module = try loadedModule(name), !module.isNone {
            _ = try callable.call(module)
            return
        }
        try add(callable, name, state: state)
    }

    /// Lets a hook wait for the next import of a module, even if it is loaded.
    static func add(_ callable: borrowing Owned, _ name: Borrowed, state: StateReference) throws(PythonError) {
        let hooks = try registry(state)
        if let list = try hooks.dictionaryItem(name) { return try list.append(callable) }
        let list = try Owned.list()
        try list.append(callable)
        try hooks.setDictionaryItem(name, list)
    }

    /// `notify_module_loaded`: calls the hooks that wait for the module, each once. What one raises is the import's error.
    static func notify(_ module: Borrowed, state: StateReference) throws(PythonError) {
        guard let name = try module.optionalAttribute(state.names.moduleName) else { return }
        let registry = try registry(state)
        if let hooks = try registry.dictionaryItem(name) {
            try registry.removeItem(name)
            try callAll(hooks, module)
        }
        try notifyPackages(of: module, named: name.borrow(), state)
    }

    /// Calls the hooks of a list with a module, those too that are added to it meanwhile.
    static func callAll(_ hooks: borrowing Owned, _ module: Borrowed) throws(PythonError) {
        var index = 0
        while index < hooks.listCount {
            _ = try hooks.listItem(index).call(module)
            index &+= 1
        }
    }

    /// Whether hooks wait for a module that is about to be found. One of a package is not followed when it is loaded anew:
    /// to ask for its spec would give the old one.
    static func areWaiting(for name: Borrowed, _ state: StateReference) throws(PythonError) -> Bool {
        if try registry(state).contains(name) { return true }
        guard try areWaiting(forPackageOf: name, state) else { return false }
        return try loadedModule(name) == nil
    }

    /// The dictionary of the hooks that wait.
    static func registry(_ state: StateReference) throws(PythonError) -> Owned {
        guard let registry = state.pointee.objects.postImportHooks.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        return registry
    }

    /// `sys.modules.get(name)`.
    static func loadedModule(_ name: Borrowed) throws(PythonError) -> Owned? {
        // Safe: a new reference or null, without an exception where there is no such module.
        guard let module = unsafe PyImport_GetModule(name.raw) else {
            if PythonError.isSet { throw PythonError() }
            return nil
        }
        return unsafe Owned(stealing: module)
    }

    /// `importlib.import_module(name)`, which finds a module in `sys.modules` whose parent cannot be imported.
    static func importModule(_ name: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        try Owned.module("importlib").callMethod(state.names.importModule, name)
    }

    /// Calls a hook that was given as `"module:attribute.path"`.
    static func callNamed(_ text: Borrowed, _ module: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        // Safe, as below: splits strings into new lists.
        let colon = try Owned.text(":")
        let parts = try unsafe Owned(PyUnicode_Split(text.raw, colon.raw, -1))
        guard parts.listCount == 2 else {
            throw PythonError.raise(.valueError, "a hook's name is \"module:function\", not %R", .object(text))
        }
        var callback = try importModule(parts.listItem(0).borrowed, state)
        let dot = try Owned.text(".")
        let path = try unsafe Owned(PyUnicode_Split(parts.listItem(1).raw, dot.raw, -1))
        for index in 0..<path.listCount { callback = try callback.attribute(path.listItem(index)) }
        return try callback.call(module)
    }

    /// Puts the finder in front of `sys.meta_path`, once. It is never removed.
    static func installFinder(_ state: StateReference) throws(PythonError) {
        guard state.pointee.objects.finder.isEmpty, let type = state.pointee.types.importHookFinder.retained() else { return }
        let finder = try type.call()
        _ = state.pointee.objects.finder.exchange(finder.retained())
        // Safe: borrowed from the sys module, which keeps it for the call.
        guard let path = unsafe PySys_GetObject(("meta_path" as StaticString).cString) else {
            throw PythonError.raise(.runtimeError, "sys.meta_path is gone")
        }
        let list = unsafe Borrowed(path).retained()
        try PythonError.check(unsafe PyList_Insert(list.raw, 0, finder.raw))
    }
}
