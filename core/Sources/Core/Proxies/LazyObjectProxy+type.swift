import CPython

/// The type `LazyObjectProxy`.
enum LazyObjectProxyType {
    static func make(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.proxies.LazyObjectProxy", fields: LazyObjectProxyFields.self, base: base, flags: .base | .collected,
            in: module,
            slots: [
                .documentation("A stand-in for an object that is made by a callback when it is first needed."),
                .new { type, arguments, keywords in
                    entry { () throws(PythonError) in
                        let type = unsafe TypeReference(type.unsafelyUnwrapped)
                        return try unsafe LazyObjectProxy.new(type, TupleArguments(arguments, keywords))
                    }
                },
                .initialize { object, arguments, keywords in
                    statusEntry(LazyObjectProxy.self, object) { lazy throws(PythonError) in
                        let names = lazy.proxy.names
                        let values = try unsafe TupleArguments(arguments, keywords)
                            .parse("LazyObjectProxy", [names.callback, names.interface], required: 0, positional: 1)
                        try lazy.initialize(callback: values[0])
                    }
                },
                .methods([
                    .noArguments("__wrapped_factory__", "Makes the object: nothing, unless a subclass says what.") { _, _ in
                        entry { .none }
                    },
                    .noArguments("__wrapped_get__", "Gives the object, which is made now unless it was before.") { object, _ in
                        entry(LazyObjectProxy.self, object) { lazy throws(PythonError) in try lazy.get() }
                    },
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let lazy = unsafe LazyObjectProxy(object.unsafelyUnwrapped)
                    let status = lazy.proxy.traverse(visitor)
                    return status == 0 ? lazy.fields.lock.traverse(visitor) : status
                },
                .clear { object in
                    let lazy = unsafe LazyObjectProxy(object.unsafelyUnwrapped)
                    _ = lazy.fields.lock.exchange(nil)
                    lazy.proxy.clear()
                    return 0
                },
                .deallocate { object in
                    let lazy = unsafe LazyObjectProxy(object.unsafelyUnwrapped)
                    lazy.proxy.beginDeallocation()
                    _ = lazy.fields.lock.exchange(nil)
                    lazy.proxy.deallocate()
                },
            ])
    }
}
