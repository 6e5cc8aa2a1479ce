import CPython

// The attributes that a proxy forwards by name, live in both directions.
extension Instance where Fields == ProxyFields {
    static var properties: [Property] {
        [
            Property(
                "__name__", get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().attribute(proxy.names.moduleName) } },
                set: { object, value, _ in
                    statusEntry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.setForwarded(proxy.names.moduleName, Borrowed(optional: value)) }
                }),
            Property(
                "__qualname__", get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().attribute(proxy.names.qualname) } },
                set: { object, value, _ in
                    statusEntry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.setForwarded(proxy.names.qualname, Borrowed(optional: value)) }
                }),
            Property(
                "__class__", get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().attribute(proxy.names.classAttribute) } },
                set: { object, value, _ in
                    statusEntry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.setForwarded(proxy.names.classAttribute, Borrowed(optional: value)) }
                }),
            Property(
                "__annotations__",
                get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().attribute(proxy.names.annotations) } },
                set: { object, value, _ in
                    statusEntry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.setForwarded(proxy.names.annotations, Borrowed(optional: value)) }
                }),
            Property(
                "__dict__", get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().attribute(proxy.names.dict) } },
                set: { _, value, _ in
                    statusEntry { () throws(PythonError) in
                        throw unsafe value == nil
                            ? PythonError.raise(.attributeError, "property '__dict__' of 'ObjectProxy' object has no deleter")
                            : PythonError.raise(.attributeError, "property '__dict__' of 'ObjectProxy' object has no setter")
                    }
                }),
            Property("__self_dict__", get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.ownDictionary() } }),
            Property(
                "__wrapped__", get: { object, _ in entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped() } },
                set: { object, value, _ in
                    statusEntry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.setWrapped(Borrowed(optional: value)) }
                }),
            Property(
                "__object_proxy__",
                get: { object, _ in
                    entry(Proxy.self, object) { proxy throws(PythonError) in proxy.state.pointee.types.baseObjectProxy.retained() ?? .none }
                }),
        ]
    }

    /// How many proxies may lie in each other. A use goes through all of them on the stack: 2000 need less than a
    /// quarter of the eight megabytes that threads have.
    private static var depthLimit: Int { 2000 }

    /// Stores what is wrapped. A proxy of itself, over however many others, and one over too many others are refused:
    /// their first use would overflow the stack and end the process.
    @inline(__always) func assign(_ value: consuming Owned) throws(PythonError) {
        if Proxy.isProxy(value) { try refuseCircle(through: Proxy(unchecked: value)) }
        _ = fields.wrapped.exchange(value)
    }

    @inline(never) private func refuseCircle(through first: Proxy) throws(PythonError) {
        var current = first.retained()
        for _ in 0..<Self.depthLimit {
            if current.isIdentical(to: self) { throw PythonError.raise(.valueError, "a proxy cannot wrap itself") }
            guard Proxy.isProxy(current), let next = Proxy(unchecked: current).fields.wrapped.retained() else { return }
            current = next
        }
        throw PythonError.raise(.recursionError, "too many proxies lie in each other: a proxy over 2000 others")
    }

    /// Assigns `__wrapped__`, and lets `__wrapped_setattr_fixups__` adapt the proxy to it.
    func setWrapped(_ value: Borrowed?) throws(PythonError) {
        guard let value else { throw PythonError.raise(.typeError, "can't delete __wrapped__ attribute") }
        try assign(value.retained())
        if let fixups = try optionalAttribute(names.wrappedSetattrFixups) { _ = try fixups.call() }
    }
}
