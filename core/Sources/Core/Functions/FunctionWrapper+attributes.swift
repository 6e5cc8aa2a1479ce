import CPython

extension FunctionWrapperTypes {
    /// `_self_instance` and its like: read-only, and missing before `__init__`.
    static var properties: [Property] {
        [
            Property("_self_instance", get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    try wrapper.require(wrapper.fields.instance, "_self_instance")
                }
            }),
            Property("_self_wrapper", get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    try wrapper.require(wrapper.fields.wrapper, "_self_wrapper")
                }
            }),
            Property("_self_enabled", get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    try wrapper.require(wrapper.fields.enabled, "_self_enabled")
                }
            }),
            Property("_self_binding", get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    try wrapper.require(wrapper.fields.binding, "_self_binding")
                }
            }),
            Property("_self_parent", get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    try wrapper.require(wrapper.fields.parent, "_self_parent")
                }
            }),
            Property("_self_owner", get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    try wrapper.require(wrapper.fields.owner, "_self_owner")
                }
            }),
        ]
    }

    static var methods: [Method] {
        [
            .arguments("__set_name__", "Tells the wrapped object its name, if it wants to know.") { object, base, count, names in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    guard let method = try wrapper.proxy.wrapped().optionalAttribute(wrapper.names.setName) else { return .none }
                    return try unsafe method.call(Arguments(base, count, names))
                }
            }
        ]
    }
}

extension Instance where Fields == FunctionWrapperFields {
    /// What a bound wrapper does not have itself: the parent's, which may be of a subclass, or the wrapped object's.
    func getBoundForwarded(_ name: Borrowed) throws(PythonError) -> Owned {
        if let parent = fields.parent.retained(), !parent.isNone, let found = try parent.optionalAttribute(name) {
            return found
        }
        return try proxy.wrapped().attribute(name)
    }

    /// Writing through a bound wrapper: it is made anew for each access, so what it would keep, its parent keeps.
    func setBoundAttribute(_ name: Borrowed, _ value: Borrowed?) throws(PythonError) {
        if try name.hasOwnPrefix(names.ownPrefix), !type.has(name), let parent = fields.parent.retained(), !parent.isNone {
            return Proxy.isProxy(parent)
                ? try Proxy(unchecked: parent).setGenericAttribute(name, value)
                : try PythonError.check(unsafe PyObject_GenericSetAttr(parent.raw, name.raw, value?.raw))
        }
        try proxy.setAttribute(named: name, to: value)
    }
}
