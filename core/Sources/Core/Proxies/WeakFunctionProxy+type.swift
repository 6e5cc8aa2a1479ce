import CPython

/// The type `WeakFunctionProxy`.
enum WeakFunctionProxyType {
    static func make(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.weakrefs.WeakFunctionProxy", fields: WeakFunctionProxyFields.self, base: base,
            flags: .base | .collected, in: module,
            slots: [
                .documentation(
                    """
                    A weak reference to a function, a method or a function wrapper that can be called.

                    A method is bound anew at each call. The callback is called with the proxy when what it refers to is gone.
                    """),
                .initialize { object, arguments, keywords in
                    statusEntry(WeakFunctionProxy.self, object) { weak throws(PythonError) in
                        let names = weak.proxy.names
                        let values = try unsafe TupleArguments(arguments, keywords)
                            .parse("WeakFunctionProxy", [names.wrappedParameter, names.callback], required: 1)
                        try weak.initialize(values[0]!, callback: values[1] ?? .none)
                    }
                },
                .call { object, arguments, keywords in
                    entry(WeakFunctionProxy.self, object) { weak throws(PythonError) in
                        try unsafe weak.call(TupleArguments(arguments, keywords))
                    }
                },
                .properties([
                    Property("_self_instance", get: { object, _ in
                        entry(WeakFunctionProxy.self, object) { weak throws(PythonError) in
                            try weak.reference(weak.fields.references.instance, "_self_instance")
                        }
                    }),
                    Property("_self_owner", get: { object, _ in
                        entry(WeakFunctionProxy.self, object) { weak throws(PythonError) in
                            try weak.reference(weak.fields.references.owner, "_self_owner")
                        }
                    }),
                    Property("_self_expired", get: { object, _ in
                        entry(WeakFunctionProxy.self, object) { weak throws(PythonError) in .bool(weak.fields.isExpired) }
                    }),
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let weak = unsafe WeakFunctionProxy(object.unsafelyUnwrapped)
                    let status = weak.proxy.traverse(visitor)
                    return status == 0 ? PackedFields.traverse(&weak.fields.references, visitor) : status
                },
                .clear { object in
                    let weak = unsafe WeakFunctionProxy(object.unsafelyUnwrapped)
                    PackedFields.clear(&weak.fields.references)
                    weak.proxy.clear()
                    return 0
                },
                .deallocate { object in
                    let weak = unsafe WeakFunctionProxy(object.unsafelyUnwrapped)
                    weak.proxy.beginDeallocation()
                    PackedFields.clear(&weak.fields.references)
                    weak.proxy.deallocate()
                },
            ])
    }
}
