import CPython

/// Adds patches and import hooks to the module, when it is executed.
func addPatching(to module: Borrowed, state: StateReference) throws(PythonError) {
    let hooks = try Owned.dictionary()
    try module.add("_post_import_hooks", hooks)
    _ = state.pointee.objects.postImportHooks.exchange(hooks)
    guard let base = state.pointee.types.baseObjectProxy.retained() else { return }
    try module.add(
        type: ImportHookFinder.makeType(in: module), "ImportHookFinder", to: &state.pointee.types.importHookFinder)
    try module.add(
        type: ImportHookLoader.makeType(in: module, base: TypeReference(unchecked: base)), "_ImportHookChainedLoader",
        to: &state.pointee.types.importHookLoader)
    try module.add(type: WrapperChain.makeType(in: module), "_WrapperChain", to: &state.pointee.types.wrapperChain)
    let missing = try Missing.makeType(in: module)
    try module.add("MISSING", missing.call())
    try module.add(type: missing, "_MissingType", to: &state.pointee.types.missing)
    let attributeWrapper = try AttributeWrapperType.make(in: module, base: TypeReference(unchecked: base))
    let stateBinding = try StateBinding.makeType(in: module, base: TypeReference(unchecked: base))
    try module.add(type: attributeWrapper, "AttributeWrapper", to: &state.pointee.types.attributeWrapper)
    try module.add("bind_state_to_wrapper", stateBinding)
    try module.add(type: stateBinding, "_StateBindingWrapper", to: &state.pointee.types.stateBinding)
    try module.add(type: ScopedPatch.makeType(in: module), "_ScopedFunctionWrapper", to: &state.pointee.types.scopedPatch)
    try module.add(functions: patchFunctions + chainFunctions + hookFunctions + decoratorFunctions)
    try module.add(functions: [AttributeWrapperType.function, ArgumentSpecification.function] + WraptStandIn.functions)
}

private var patchFunctions: [Method] {
    [
        .arguments(
            "resolve_path",
            "resolve_path(target, name)\n--\n\nFollows a dotted path; gives the last object but one, the last name, and what it is."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("resolve_path", [state.names.target, state.names.name], required: 2)
                let path = try ResolvedPath.resolve(values[0]!, values[1]!, state: state)
                return try .tuple(of: path.parent.borrow(), path.attribute.borrow(), path.original.borrow())
            }
        },
        .arguments(
            "apply_patch", "apply_patch(parent, attribute, replacement)\n--\n\nSets an attribute."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let keys = unsafe StateReference(function: module).names
                let values = try unsafe Arguments(base, count, names)
                    .parse("apply_patch", [keys.parent, keys.attributeParameter, keys.replacement], required: 3)
                try values[0]!.setAttribute(values[1]!, values[2]!)
                return .none
            }
        },
        .arguments(
            "wrap_object",
            """
            wrap_object(target, name, factory, args=(), kwargs=None)
            --

            Replaces an attribute by factory(attribute, *args, **kwargs), and returns that.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names)
                    .parse("wrap_object", [keys.target, keys.name, keys.factory, keys.args, keys.kwargs], required: 3)
                return try Patching.wrapObject(
                    values[0]!, values[1]!, values[2]!, arguments: values[3], keywords: values[4], state: state)
            }
        },
        .arguments(
            "wrap_function_wrapper",
            """
            wrap_function_wrapper(target, name, wrapper)
            --

            Replaces a function by a FunctionWrapper, and returns that. A target "module?" waits until the
            program imports the module; unless it is loaded, the result is then None.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names)
                    .parse("wrap_function_wrapper", [keys.target, keys.name, keys.wrapper], required: 3)
                return try Patching.wrapFunction(values[0]!, values[1]!, values[2]!, state: state) ?? .none
            }
        },
        .arguments(
            "patch_function_wrapper",
            """
            patch_function_wrapper(target, name, *, enabled=None)
            --

            A decorator that patches a function with the function it decorates, and returns that.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let arguments = unsafe Arguments(base, count, names)
                let values = try arguments.parse("patch_function_wrapper", [keys.target, keys.name, keys.enabled], required: 2)
                if arguments.count > 2 {
                    try PythonError.warn(
                        .deprecationWarning,
                        """
                        Passing 'enabled' positionally to patch_function_wrapper() is deprecated and will be an error in a \
                        future version of wrapt; pass it as a keyword argument.
                        """)
                }
                return try state.pointee.capturing.make(
                    .patch, .tuple(of: values[0]!, values[1]!, values[2] ?? .none), state: state)
            }
        },
    ]
}

private var hookFunctions: [Method] {
    [
        .arguments(
            "register_post_import_hook",
            """
            register_post_import_hook(hook, name)
            --

            Has hook(module) called once the module is imported, or now if it is. A hook may be
            the text "module:function", which is imported when it is called.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("register_post_import_hook", [state.names.hook, state.names.name], required: 2)
                try ImportHooks.register(values[0]!, values[1]!, state: state)
                return .none
            }
        },
        .arguments(
            "when_imported",
            "when_imported(name)\n--\n\nA decorator that registers a function as a hook for a module."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names).parse("when_imported", [state.names.name], required: 1)
                return try state.pointee.capturing.make(.registerHook, .tuple(values[0]!.retained()), state: state)
            }
        },
        .arguments(
            "notify_module_loaded",
            "notify_module_loaded(module)\n--\n\nCalls the hooks that wait for a module."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("notify_module_loaded", [state.names.moduleParameter], required: 1)
                try ImportHooks.notify(values[0]!, state: state)
                return .none
            }
        },
    ]
}
