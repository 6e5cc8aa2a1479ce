import CPython

/// The functions that make decorators, scopes and hooks of wrapper functions.
var decoratorFunctions: [Method] {
    [
        .arguments(
            "function_wrapper",
            """
            function_wrapper(wrapper)
            --

            Makes a decorator of a function wrapper(wrapped, instance, args, kwargs).
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names).parse("function_wrapper", [state.names.wrapper], required: 1)
                let decorate = try state.pointee.capturing.make(.wrapDecorated, .tuple(values[0]!.retained()), state: state)
                return try FunctionWrapperTypes.make(
                    wrapped: values[0]!, wrapper: decorate.borrow(), enabled: .none, state: state)
            }
        },
        .arguments(
            "transient_function_wrapper",
            """
            transient_function_wrapper(target, name)
            --

            Makes a decorator of a wrapper function: a function that it decorates runs with the target patched.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("transient_function_wrapper", [state.names.target, state.names.name], required: 2)
                return try state.pointee.capturing.make(.transient, .tuple(of: values[0]!, values[1]!), state: state)
            }
        },
        .arguments(
            "scoped_function_wrapper",
            """
            scoped_function_wrapper(target, name, wrapper)
            --

            A context manager that patches a function for a block; as a decorator, for the calls of a function.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names)
                    .parse("scoped_function_wrapper", [keys.target, keys.name, keys.wrapper], required: 3)
                return try ScopedPatch.make(.tuple(of: values[0]!, values[1]!, values[2]!), state: state)
            }
        },
        .arguments(
            "partial",
            "partial(func, /, *args, **kwargs)\n--\n\nWhat functools.partial makes, as a PartialCallableObjectProxy."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                guard let type = state.pointee.types.partialCallableObjectProxy.retained() else {
                    throw PythonError.raise(.runtimeError, "the martlet module is gone")
                }
                return try unsafe type.call(Arguments(base, count, names))
            }
        },
        .arguments(
            "discover_post_import_hooks",
            """
            discover_post_import_hooks(group)
            --

            Registers the hooks that installed packages declare as entry points of a group: module = package:hook.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("discover_post_import_hooks", [state.names.group], required: 1)
                try ImportHooks.discover(values[0]!, state)
                return .none
            }
        },
    ]
}

extension ImportHooks {
    /// `discover_post_import_hooks`.
    fileprivate static func discover(_ group: Borrowed, _ state: StateReference) throws(PythonError) {
        let points = try entryPoints(group, state)
        // Safe: a new reference or null, as is each item below.
        let iterator = try unsafe Owned(PyObject_GetIter(points.raw))
        while let raw = unsafe PyIter_Next(iterator.raw) {
            let point = unsafe Owned(stealing: raw)
            let hook = try point.callMethod(state.names.load)
            let name = try point.attribute(state.names.name)
            try register(hook.borrow(), name.borrow(), state: state)
        }
        if PythonError.isSet { throw PythonError() }
    }

    private static func entryPoints(_ group: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let function = try Owned.module("importlib.metadata").attribute(state.names.entryPoints)
        let keywords = try Owned.dictionary()
        try keywords.setDictionaryItem(state.names.group, group)
        do throws(PythonError) {
            return try function.call(tuple: Owned.emptyTuple(), keywords: keywords.borrow())
        } catch {
            // A replacement from a backport may have the interface of Python 3.9: everything, by group.
            guard PythonError.matches(.typeError) else { throw error }
            PythonError.clear()
        }
        return try function.call().callMethod(state.names.getItem, group, Owned.emptyTuple())
    }
}
