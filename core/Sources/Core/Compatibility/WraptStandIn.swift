import CPython

/// The module that stands in for `wrapt` in `sys.modules`, for libraries that import that.
///
/// It is a module of its own, because it has another version than Martlet: that of the `wrapt` it behaves as.
/// Its submodules are Martlet's.
enum WraptStandIn {
    /// The version of `wrapt` that the names, signatures and behaviour are those of.
    private static var version: StaticString { "2.5.2" }

    /// The submodules of `wrapt`.
    private static var submodules: StaticString {
        """
        __wrapt__ _wrappers arguments caching decorators doc exceptions importer patches proxies signature \
        synchronization weakrefs wrappers
        """
    }

    /// What `wrapt` has in its `__all__`.
    private static var names: StaticString {
        """
        AutoObjectProxy BaseObjectProxy BoundFunctionWrapper CallableObjectProxy FunctionWrapper LazyObjectProxy \
        ObjectProxy PartialCallableObjectProxy PathResolutionError TargetModuleNotFoundError WrapperChainTooDeepError \
        WrapperNotFoundError WrapperNotInitializedError WrapperNotOutermostError partial bind_state_to_wrapper \
        discover_post_import_hooks notify_module_loaded register_post_import_hook when_imported MISSING \
        AttributeWrapper apply_patch find_wrapper function_wrapper is_wrapped_by lazy_import patch_function_wrapper \
        resolve_owner resolve_path scoped_function_wrapper transient_function_wrapper unwrap_object unwrapped \
        wrap_function_wrapper wrap_object wrap_object_attribute wrapper_chain WeakFunctionProxy \
        AdapterFactory adapter_factory async_to_sync decorator lru_cache mark_as_async mark_as_sync sync_to_async \
        synchronized with_doc with_signature
        """
    }

    /// Puts the module in place. If `wrapt` was imported, that is an error, unless this is forced: whoever imported
    /// it has its types by now.
    static func install(force: Bool, _ state: StateReference) throws(PythonError) {
        // Safe: borrowed from the sys module, which keeps it.
        guard let raw = unsafe PySys_GetObject(("modules" as StaticString).cString) else {
            throw PythonError.raise(.runtimeError, "sys.modules is gone")
        }
        let modules = unsafe Borrowed(raw).retained()
        let present = try present(in: modules.borrow())
        let name = try Owned.text("wrapt")
        if let standIn = state.pointee.objects.wraptStandIn.retained(),
            let current = try modules.dictionaryItem(name), current.isIdentical(to: standIn)
        {
            return
        }
        if present.listCount > 0, !force {
            let first = present.listItem(0)
            let module = try modules.item(first)
            throw PythonError.raise(
                .runtimeError,
                "%U is already imported, as %R: call install_as_wrapt() before anything imports wrapt, or with force=True",
                .object(first), .object(module))
        }
        let loaded = try loadSubmodules(state)
        let standIn = try make(name, loaded.borrow(), state)
        for index in 0..<present.listCount { try modules.removeItem(present.listItem(index)) }
        for index in 0..<(loaded.listCount / 2) {
            let qualified = try Owned.format("wrapt.%U", .object(loaded.listItem(index &* 2)))
            try modules.setDictionaryItem(qualified, loaded.listItem(index &* 2 &+ 1))
        }
        try modules.setDictionaryItem(name, standIn)
        let previous = state.pointee.objects.wraptStandIn.exchange(standIn)
        _ = previous
    }

    /// `MARTLET_AS_WRAPT=1`: does it when Martlet is imported. Where `wrapt` was first, that is a warning: an
    /// import must not fail for a variable of the environment.
    static func installIfAsked(_ state: StateReference) throws(PythonError) {
        guard RecorderSettings.isSet("MARTLET_AS_WRAPT") else { return }
        do throws(PythonError) {
            try install(force: false, state)
        } catch {
            guard PythonError.matches(.runtimeError) else { throw error }
            PythonError.clear()
            try PythonError.warn(
                .runtimeWarning, "MARTLET_AS_WRAPT is set, but wrapt is already imported, and stays as it is")
        }
    }

    /// The names in `sys.modules` of `wrapt` and its submodules.
    private static func present(in modules: Borrowed) throws(PythonError) -> Owned {
        let found = try Owned.list()
        let top = try Owned.text("wrapt")
        let below = try Owned.text("wrapt.")
        // Safe: a new list of the keys of a dictionary.
        let keys = try unsafe Owned(PySequence_List(modules.raw))
        for index in 0..<keys.listCount {
            let key = keys.listItem(index)
            guard key.isText else { continue }
            // Safe: both are strings.
            if unsafe PyUnicode_Compare(key.raw, top.raw) == 0 || PyUnicode_Tailmatch(key.raw, below.raw, 0, Int.max, -1) == 1 {
                try found.append(key)
            }
        }
        return found
    }

    /// Imports Martlet's submodules: a list of a name, its module, the next name, and so on.
    private static func loadSubmodules(_ state: StateReference) throws(PythonError) -> Owned {
        let list = try Owned.list()
        let names = try words(submodules)
        for index in 0..<names.listCount {
            let qualified = try Owned.format("martlet.%U", .object(names.listItem(index)))
            try list.append(names.listItem(index))
            try list.append(ImportHooks.importModule(qualified.borrow(), state))
        }
        return list
    }

    private static func make(_ name: borrowing Owned, _ submodules: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let keys = state.names
        let martlet = try Owned.module("martlet")
        // Safe: a new module or null.
        let module = try unsafe Owned(PyModule_NewObject(name.raw))
        let all = try words(names)
        for index in 0..<all.listCount {
            try module.setAttribute(all.listItem(index), martlet.attribute(all.listItem(index)))
        }
        for index in 0..<(submodules.listCount / 2) {
            try module.setAttribute(submodules.listItem(index &* 2), submodules.listItem(index &* 2 &+ 1))
        }
        let file = try martlet.attribute(keys.file)
        try module.setAttribute(keys.file, file)
        // Empty: all submodules are loaded, and Martlet's other ones are none of `wrapt`'s.
        try module.setAttribute(keys.path, Owned.list())
        try module.setAttribute(keys.doc, martlet.attribute(keys.doc))
        try module.setAttribute(keys.spec, specification(name, like: martlet.attribute(keys.spec), file, keys))
        try module.setAttribute(keys.version, Owned.text(version))
        let dot = try Owned.text(".")
        // Safe: both are strings; new lists and tuples.
        let text = try Owned.text(version)
        let parts = try unsafe Owned(PyUnicode_Split(text.raw, dot.raw, -1))
        try module.setAttribute(keys.versionInfo, unsafe Owned(PyList_AsTuple(parts.raw)))
        try module.setAttribute(keys.allNames, unsafe Owned(PyList_AsTuple(all.raw)))
        return module
    }

    /// A module specification, which `importlib.util.find_spec` and others expect.
    private static func specification(
        _ name: borrowing Owned, like specification: consuming Owned, _ file: borrowing Owned, _ keys: Names
    ) throws(PythonError) -> Owned {
        let type = specification.type.retained()
        let loader = try specification.attribute(keys.specLoader)
        let keywords = try Owned.dictionary()
        try keywords.setDictionaryItem(keys.origin, file)
        try keywords.setDictionaryItem(keys.isPackage, Borrowed.true)
        return try type.call(tuple: Owned.tuple(of: name.borrow(), loader.borrow()), keywords: keywords.borrow())
    }

    private static func words(_ text: StaticString) throws(PythonError) -> Owned {
        let text = try Owned.text(text)
        // Safe: splits a string at white space into a new list.
        return try unsafe Owned(PyUnicode_Split(text.raw, nil, -1))
    }

    static var functions: [Method] {
        [
            .arguments(
                "install_as_wrapt",
                """
                install_as_wrapt(*, force=False)
                --

                Puts Martlet in the place of wrapt, for all code that imports wrapt or a submodule of it from now on.

                If wrapt was imported before, that is an error unless it is forced: who imported it keeps its types.
                """
            ) { module, base, count, names in
                entry { () throws(PythonError) in
                    let state = unsafe StateReference(function: module)
                    let values = try unsafe Arguments(base, count, names)
                        .parse("install_as_wrapt", [state.names.force], required: 0, positional: 0)
                    let force = if let value = values[0] { try value.isTrue() } else { false }
                    try WraptStandIn.install(force: force, state)
                    return .none
                }
            },
            .noArguments("_install_as_wrapt_if_asked", "Does so if MARTLET_AS_WRAPT=1 is in the environment.") { module, _ in
                entry { () throws(PythonError) in
                    try WraptStandIn.installIfAsked(unsafe StateReference(function: module))
                    return .none
                }
            },
        ]
    }
}
