import CPython

/// `AutoObjectProxy`: a proxy with those special methods that the type of the wrapped object has.
enum AutoObjectProxy {
    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.proxies.AutoObjectProxy", fields: ProxyFields.self, base: base, flags: .base | .collected, in: module,
            slots: BaseObjectProxy.collection + [
                .documentation(
                    """
                    A stand-in for any object that can be called, iterated over, awaited and so on if that object can.

                    Each instance has a class of its own: use BaseObjectProxy where you know which methods you need.
                    """),
                .new { type, arguments, keywords in
                    entry { () throws(PythonError) in
                        let type = unsafe TypeReference(type.unsafelyUnwrapped)
                        return try unsafe AutoObjectProxy.new(type, TupleArguments(arguments, keywords))
                    }
                },
                .methods([
                    .noArguments("__wrapped_setattr_fixups__", "Adapts the special methods to what is wrapped now.") { object, _ in
                        entry(Proxy.self, object) { proxy throws(PythonError) in
                            try SpecialMethods.adapt(proxy)
                            return .none
                        }
                    }
                ]),
            ])
    }

    /// `__new__`: further arguments are those of a subclass's `__init__`.
    private static func new(_ type: TypeReference, _ call: TupleArguments) throws(PythonError) -> Owned {
        let state = try StateReference(type: type)
        let wrapped: Owned
        if call.count > 0 {
            wrapped = call[0].retained()
        } else if let named = try call.keywords?.dictionaryItem(state.names.wrappedParameter) {
            wrapped = named
        } else {
            throw PythonError.raise(.typeError, "AutoObjectProxy() missing required argument 'wrapped'")
        }
        let wrappedType = wrapped.type.retained()
        // For the closure, which cannot capture what cannot be copied; both objects are held by this function.
        let wrappedTypeReference = TypeReference(unchecked: wrappedType)
        let isCallable = wrapped.isCallable
        let own = try SpecialMethods.makeClass(from: type, state: state) { isCall, name in
            isCall ? isCallable : wrappedTypeReference.has(name)
        }
        _ = consume wrappedType
        return try Proxy.make(TypeReference(unchecked: own), state: Proxy.state(forNew: TypeReference(unchecked: own)))
    }
}
