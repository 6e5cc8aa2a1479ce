import CPython

/// `ObjectProxy`: a `BaseObjectProxy` that can be iterated over.
enum ObjectProxy {
    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.proxies.ObjectProxy", fields: ProxyFields.self, base: base, flags: .base | .collected, in: module,
            slots: [
                .documentation("A transparent stand-in for any object, which can be iterated over."),
                .unary(.iterator) { Proxy.forward($0) { unsafe PyObject_GetIter($0) } },
                .properties([
                    Property(
                        "__object_proxy__",
                        get: { object, _ in
                            entry(Proxy.self, object) { proxy throws(PythonError) in proxy.state.pointee.types.objectProxy.retained() ?? .none }
                        })
                ]),
            ] + BaseObjectProxy.collection)
    }
}
