import CPython

/// `lazy_import`: a proxy of a module that is imported when it is first needed.
enum LazyImport {
    /// `lazy_import`.
    static var function: Method {
        .arguments(
            "lazy_import",
            """
            lazy_import(name, attribute=None, *, interface=...)
            --

            A LazyObjectProxy of a module, or of an attribute of one, that is imported when it is first needed.

            The interface is the type that the object will have: ModuleType, or Callable for an attribute, unless told.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names).parse(
                    "lazy_import", [keys.name, keys.attributeParameter, keys.interface], required: 1, positional: 2)
                return try LazyImport.make(values[0]!, values[1] ?? .none, values[2], state)
            }
        }
    }

    private static func make(
        _ name: Borrowed, _ attribute: Borrowed, _ interface: Borrowed?, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let shape: Owned
        if let interface, !interface.isEllipsis {
            shape = interface.retained()
        } else if attribute.isNone {
            shape = TypeReference.module.retained()
        } else {
            shape = try Owned.module("collections.abc").attribute(state.names.callableClass)
        }
        guard let type = state.pointee.types.lazyObjectProxy.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        let callback = try state.pointee.capturing.make(.importNow, .tuple(of: name, attribute), state: state)
        let keywords = try Owned.dictionary()
        try keywords.setDictionaryItem(state.names.interface, shape)
        return try type.call(tuple: Owned.tuple(callback), keywords: keywords.borrow())
    }

    /// What makes the object of a lazy import: captures a module's name, and an attribute's or `None`.
    static var importMethod: Method {
        .noArguments("import_now", "Imports what a lazy import stands for.") { captured, _ in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                return try LazyImport.importNow(captured[0], captured[1], captured.state)
            }
        }
    }

    /// What a proxy of `lazy_import` does at last.
    private static func importNow(_ name: Borrowed, _ attribute: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        // Through the builtin, which a program may have replaced; a list of names makes it give the last module
        // of a dotted name, and this name every module has.
        let wanted = try Owned.tuple(state.names.moduleName.retained())
        let arguments = try Owned.tuple(of: name, .none, .none, wanted.borrow())
        let function = try Owned.module("builtins").attribute(state.names.importFunction)
        let module = try function.call(tuple: arguments, keywords: nil)
        return attribute.isNone ? module : try module.attribute(attribute)
    }
}
