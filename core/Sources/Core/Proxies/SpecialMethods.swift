import CPython

/// The special methods that an automatic proxy has when the type of what it wraps has them.
///
/// Python looks them up on the type alone, so each such proxy has a type of its own. They are method
/// descriptors of `BaseObjectProxy`, which bind as functions in the dictionary of a class do.
enum SpecialMethods {
    /// Makes them: a list of a name, its method, the next name, and so on. `__call__` comes first.
    static func make(for type: TypeReference, _ names: Names) throws(PythonError) -> Owned {
        let keys: InlineArray<12, Interned> = [
            names.call, names.iter, names.next, names.aiter, names.anext, names.lengthHint, names.fspath, names.await,
            names.getDescriptor, names.setDescriptor, names.deleteDescriptor, names.setName,
        ]
        // Safe: the table is never freed, as method descriptors point into it.
        let table = unsafe immortalTable(methods.map { unsafe $0.definition }, end: PyMethodDef())
            .assumingMemoryBound(to: PyMethodDef.self)
        let list = try Owned.list()
        for index in 0..<12 {
            try list.append(keys[index])
            try list.append(unsafe Owned(PyDescr_NewMethod(type.rawType, table + index)))
        }
        return list
    }

    /// A class derived from `type` for one proxy, with those methods that it does not have and `wants` asks for.
    static func makeClass(
        from type: TypeReference, state: StateReference, wants: (_ isCall: Bool, _ name: Borrowed) throws(PythonError) -> Bool
    ) throws(PythonError) -> Owned {
        let namespace = try Owned.dictionary()
        // Without it the class would be of the module whose code happens to run.
        try namespace.setDictionaryItem(state.names.module, Owned.text("martlet.proxies"))
        let methods = try all(state)
        for index in 0..<(methods.listCount / 2) {
            let name = methods.listItem(index &* 2)
            if type.has(name) { continue }
            if try wants(index == 0, name.borrow()) {
                try namespace.setDictionaryItem(name, methods.listItem(index &* 2 &+ 1))
            }
        }
        let isOurs = state.pointee.types.autoObjectProxy.holds(type)
        let name = isOurs ? try Owned.text("ObjectProxy") : try type.attribute(state.names.moduleName)
        let bases = try Owned.tuple(type.retained())
        return try TypeReference.type.call(name, bases, namespace)
    }

    /// Adds to a proxy's class the methods for what it wraps now, and removes the others.
    static func adapt(_ proxy: Proxy) throws(PythonError) {
        let state = proxy.state
        let type = proxy.type.retained()
        // A class that several proxies share is left as it is; it is not reached in an ordinary way.
        if state.pointee.types.autoObjectProxy.holds(type) || state.pointee.types.lazyObjectProxy.holds(type) { return }
        let reference = TypeReference(unchecked: type)
        let wrapped = try proxy.wrapped()
        let wrappedType = wrapped.type.retained()
        let methods = try all(state)
        for index in 0..<(methods.listCount / 2) {
            let name = methods.listItem(index &* 2)
            let method = methods.listItem(index &* 2 &+ 1)
            let isWanted = index == 0 ? wrapped.isCallable : TypeReference(unchecked: wrappedType).has(name)
            if isWanted {
                if !reference.has(name) { try type.setAttribute(name, method) }
            } else if try reference.holdsItself(name, method) {
                try type.deleteAttribute(name)
            }
        }
    }

    private static func all(_ state: StateReference) throws(PythonError) -> Owned {
        guard let methods = state.pointee.objects.specialMethods.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        return methods
    }

    private static var methods: [Method] {
        [
            .arguments("__call__", "__call__($self, /, *args, **kwargs)\n--\n\nCalls the wrapped object.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    try unsafe proxy.wrapped().call(Arguments(base, count, names))
                }
            },
            .noArguments("__iter__", "__iter__($self, /)\n--\n\nIterates over the wrapped object.") { object, _ in
                Proxy.forward(object) { unsafe PyObject_GetIter($0) }
            },
            .noArguments("__next__", "__next__($self, /)\n--\n\nThe wrapped iterator's next item.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().callMethod(proxy.names.next) }
            },
            .noArguments("__aiter__", "__aiter__($self, /)\n--\n\nIterates over the wrapped object.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().callMethod(proxy.names.aiter) }
            },
            // A coroutine needs a code object of Python.
            .noArguments("__anext__", "__anext__($self, /)\n--\n\nA coroutine for the wrapped iterator's next item.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    try Owned.module("martlet._async_iteration").callMethod(proxy.names.advance, proxy)
                }
            },
            .noArguments("__length_hint__", "__length_hint__($self, /)\n--\n\nThe wrapped object's estimate.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().callMethod(proxy.names.lengthHint) }
            },
            .noArguments("__fspath__", "__fspath__($self, /)\n--\n\nThe wrapped object's path.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().callMethod(proxy.names.fspath) }
            },
            .noArguments("__await__", "__await__($self, /)\n--\n\nAwaits the wrapped object.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().callMethod(proxy.names.await) }
            },
            .arguments("__get__", "__get__($self, instance, owner=None, /)\n--\n\nReads the wrapped descriptor.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let values = try unsafe Arguments(base, count, names)
                        .parse("__get__", [proxy.names.instance, proxy.names.owner], required: 1)
                    return try proxy.wrapped().callMethod(proxy.names.getDescriptor, values[0]!, values[1] ?? .none)
                }
            },
            .arguments("__set__", "__set__($self, instance, value, /)\n--\n\nWrites the wrapped descriptor.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    try unsafe proxy.wrapped().attribute(proxy.names.setDescriptor).call(Arguments(base, count, names))
                }
            },
            .oneArgument("__delete__", "__delete__($self, instance, /)\n--\n\nDeletes by the wrapped descriptor.") { object, instance in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    try proxy.wrapped().callMethod(proxy.names.deleteDescriptor, Borrowed(argument: instance))
                }
            },
            .arguments("__set_name__", "__set_name__($self, owner, name, /)\n--\n\nTells the wrapped descriptor its name.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    try unsafe proxy.wrapped().attribute(proxy.names.setName).call(Arguments(base, count, names))
                }
            },
        ]
    }
}

extension TypeReference {
    /// Whether the type's own dictionary has `value` under a name.
    fileprivate func holdsItself(_ name: borrowing Owned, _ value: borrowing Owned) throws(PythonError) -> Bool {
        // Safe: a new reference to the dictionary of a living type.
        guard let dictionary = unsafe martlet_type_dictionary(rawType) else { return false }
        let own = unsafe Owned(stealing: dictionary)
        guard let found = try own.dictionaryItem(name) else { return false }
        return found.isIdentical(to: value)
    }
}
