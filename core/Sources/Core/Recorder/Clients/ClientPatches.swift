import CPython

/// Where the packages of API clients are patched.
enum ClientPatches {
    /// Sees to it that a package is patched: now if the program has imported it, else when it does.
    static func instrument(_ name: Borrowed, in module: Borrowed, _ state: StateReference) throws(PythonError) {
        guard let hooks = state.pointee.recorder.objects.clientHooks.retained() else { return }
        guard try hooks.dictionaryItem(name) == nil else { return }
        let hook = try Owned.builtin(imported, module)
        try hooks.setDictionaryItem(name, hook)
        try ImportHooks.register(hook.borrowed, name, state: state)
    }

    /// Called with the package's module once the program has imported it.
    ///
    /// It never raises, since that would fail the program's import. A patch whose place a version
    /// of the package does not have is left out; the others still record.
    private static var imported: Method {
        .oneArgument("client_imported", "") { module, package in
            entry { () throws(PythonError) in
                guard let state = StateReference(module: Borrowed(argument: module)) else { return .none }
                guard let name = Borrowed(argument: package).quietAttribute(state.names.moduleName), name.isText,
                    let index = ClientPackage.index(of: name.borrowed)
                else { return .none }
                ClientPatches.patch(index, state)
                ClientPatches.waitForNextImport(name.borrowed, state)
                return .none
            }
        }
    }

    private static func patch(_ index: Int, _ state: StateReference) {
        let package = ClientPackage.all[index]
        patch(package.baseModule, "SyncAPIClient.request", .request, index, state)
        patch(package.baseModule, "AsyncAPIClient.request", .asyncRequest, index, state)
        patch(package.baseModule, "BaseClient._build_request", .buildRequest, index, state)
        patch(package.baseModule, "SyncAPIClient._process_response", .response, index, state)
        patch(package.baseModule, "AsyncAPIClient._process_response", .asyncResponse, index, state)
        patch(package.streamModule, "Stream.__stream__", .items, index, state)
        patch(package.streamModule, "Stream._iter_events", .events, index, state)
        patch(package.streamModule, "AsyncStream.__stream__", .asyncItems, index, state)
        patch(package.streamModule, "AsyncStream._iter_events", .asyncEvents, index, state)
    }

    /// The resources of `openai` whose methods take Langfuse's arguments: the module, and the class without
    /// its `Async`.
    private static var notedResources: InlineArray<5, (module: StaticString, name: StaticString)> {
        [
            ("openai.resources.chat.completions", "Completions"), ("openai.resources.completions", "Completions"),
            ("openai.resources.beta.chat.completions", "Completions"), ("openai.resources.responses", "Responses"),
            ("openai.resources.embeddings", "Embeddings"),
        ]
    }

    /// `_accept_langfuse_arguments()`.
    static var acceptNotes: Method {
        .noArguments(
            "_accept_langfuse_arguments",
            "_accept_langfuse_arguments()\n--\n\nLets the calls of openai take the arguments of Langfuse's stand-in for it."
        ) { module, _ in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                guard state.pointee.recorder.objects.notesHook.isEmpty else { return .none }
                let hook = try Owned.builtin(ClientPatches.resourceImported, Borrowed(argument: module))
                _ = state.pointee.recorder.objects.notesHook.exchange(hook.retained())
                let resources = ClientPatches.notedResources
                for index in 0..<resources.count {
                    let name = try Owned.text(resources[index].module)
                    try ImportHooks.register(hook.borrowed, name.borrowed, state: state)
                }
                return .none
            }
        }
    }

    /// Called with the module of a resource once it is imported.
    private static var resourceImported: Method {
        .oneArgument("resource_imported", "") { module, resource in
            entry { () throws(PythonError) in
                guard let state = StateReference(module: Borrowed(argument: module)) else { return .none }
                ClientPatches.patchResource(Borrowed(argument: resource), state)
                return .none
            }
        }
    }

    private static func patchResource(_ module: Borrowed, _ state: StateReference) {
        guard let name = module.quietAttribute(state.names.moduleName), name.isText else { return }
        let resources = notedResources
        let methods: InlineArray<3, StaticString> = ["create", "parse", "stream"]
        for index in 0..<resources.count where name.spells(resources[index].module) {
            for method in 0..<methods.count {
                for isAsync in [false, true] {
                    do throws(PythonError) {
                        let text = try Owned.text(resources[index].name), last = try Owned.text(methods[method])
                        let path = try isAsync
                            ? Owned.format("Async%U.%U", .object(text), .object(last))
                            : Owned.format("%U.%U", .object(text), .object(last))
                        try patch(module, path.borrowed, isAsync ? .asyncNoted : .noted, 0, state)
                    } catch {
                        // A version without this method, or this class.
                        PythonError.dismiss()
                    }
                }
            }
        }
    }

    /// Puts one of ours in the place of a function of a module; where that fails, nothing is changed.
    private static func patch(
        _ target: StaticString, _ name: StaticString, _ role: ClientRole, _ package: Int, _ state: StateReference
    ) {
        do throws(PythonError) {
            // Held in variables: a borrowed reference to a temporary would outlive it.
            let target = try Owned.text(target), name = try Owned.text(name)
            try patch(target.borrowed, name.borrowed, role, package, state)
        } catch {
            PythonError.dismiss()
        }
    }

    private static func patch(
        _ target: Borrowed, _ name: Borrowed, _ role: ClientRole, _ package: Int, _ state: StateReference
    ) throws(PythonError) {
        let path = try ResolvedPath.resolve(target, name, state: state)
        guard path.original.isCallable, try !isPatched(path.original, state) else { return }
        let method = try ClientMethod.make(path.original.borrowed, role, package, state)
        try path.parent.setAttribute(path.attribute, method)
    }

    /// Whether it is one of ours already, or a wrapper around one: after a reload.
    private static func isPatched(_ function: borrowing Owned, _ state: StateReference) throws(PythonError) -> Bool {
        guard let type = state.pointee.recorder.objects.clientMethodType.retained() else { return true }
        var layer = function.retained()
        for _ in 0..<64 {
            if layer.isReally(TypeReference(unchecked: type)) { return true }
            guard let inner = try layer.optionalAttribute(state.names.wrapped) else { return false }
            layer = inner
        }
        return false
    }

    /// A hook is called once; a program may drop the package from `sys.modules` and import it again.
    private static func waitForNextImport(_ name: Borrowed, _ state: StateReference) {
        do throws(PythonError) {
            guard let hooks = state.pointee.recorder.objects.clientHooks.retained(),
                let hook = try hooks.dictionaryItem(name)
            else { return }
            try ImportHooks.add(hook, name, state: state)
        } catch {
            PythonError.dismiss()
        }
    }
}
