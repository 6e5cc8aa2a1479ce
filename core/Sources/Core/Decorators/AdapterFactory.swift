import CPython

/// `AdapterFactory`, a base class for what makes an adapter for each function that is decorated, and
/// `adapter_factory`, which makes one of a function.
enum AdapterFactory {
    private struct NoFields {}

    private struct DelegateFields {
        var factory = Field()
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.decorators.AdapterFactory", fields: NoFields.self, flags: .base, in: module,
            slots: [
                .documentation("A base class for what makes an adapter for each function that is decorated."),
                .call { _, _, _ in
                    entry { () throws(PythonError) in
                        throw PythonError.raise(.notImplementedError, "a subclass of AdapterFactory must define __call__(wrapped)")
                    }
                },
                .deallocate { object in unsafe Deallocation.free(object.unsafelyUnwrapped) },
            ])
    }

    static func makeDelegatedType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.decorators._DelegatedAdapterFactory", fields: DelegateFields.self, base: base,
            flags: .base | .collected, in: module,
            slots: [
                .documentation("Makes an adapter for each function that is decorated, by calling a function with it."),
                .initialize { object, arguments, keywords in
                    statusEntry(Instance<DelegateFields>.self, object) { delegate throws(PythonError) in
                        let state = try StateReference(type: delegate.type)
                        let factory = try unsafe TupleArguments(arguments, keywords)
                            .parse("adapter_factory", [state.names.factory], required: 1)[0]!
                        _ = delegate.fields.factory.exchange(factory.retained())
                    }
                },
                .call { object, arguments, keywords in
                    entry(Instance<DelegateFields>.self, object) { delegate throws(PythonError) in
                        guard let factory = delegate.fields.factory.retained() else {
                            throw PythonError.raise(.attributeError, "this adapter factory has no factory")
                        }
                        return try unsafe Owned(PyObject_Call(factory.raw, arguments, keywords))
                    }
                },
                .properties([
                    Property("factory", get: { object, _ in
                        entry(Instance<DelegateFields>.self, object) { delegate throws(PythonError) in
                            guard let factory = delegate.fields.factory.retained() else {
                                throw PythonError.raise(.attributeError, "this adapter factory has no factory")
                            }
                            return factory
                        }
                    })
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let delegate = unsafe Instance<DelegateFields>(object.unsafelyUnwrapped)
                    let status = unsafe visitor.visitType(of: delegate.raw)
                    return status == 0 ? delegate.fields.factory.traverse(visitor) : status
                },
                .clear { object in
                    _ = unsafe Instance<DelegateFields>(object.unsafelyUnwrapped).fields.factory.exchange(nil)
                    return 0
                },
                .deallocate { object in
                    let delegate = unsafe Instance<DelegateFields>(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(delegate.raw)
                    _ = delegate.fields.factory.exchange(nil)
                    unsafe Deallocation.free(delegate.raw)
                },
            ])
    }
}
