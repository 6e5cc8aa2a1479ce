import CPython

/// `CallableObjectProxy`: a `BaseObjectProxy` that passes calls on.
enum CallableObjectProxy {
    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        let type = try TypeBuilder.make(
            "martlet._core.CallableObjectProxy", fields: CallableFields.self, base: base,
            flags: .base | .collected | .vectorcall, in: module,
            slots: CallableProxy.collection + [
                .new { type, _, _ in
                    entry { () throws(PythonError) in
                        let type = unsafe TypeReference(type.unsafelyUnwrapped)
                        return try CallableObjectProxy.make(type, state: Proxy.state(forNew: type))
                    }
                },
                .call { unsafe PyVectorcall_Call($0, $1, $2) },
                .offsets([CallableFields.vectorcallOffset]),
            ])
        TypeReference(unchecked: type).setConstructor { type, base, count, names in
            entry { () throws(PythonError) in
                let type = TypeReference(unchecked: Borrowed(argument: type))
                let state = try StateReference(exactly: type)
                let wrapped = try unsafe Arguments(base, count, names)
                    .parse("CallableObjectProxy", [state.names.wrappedParameter], required: 1)[0]!
                let object = try CallableObjectProxy.make(type, state: state)
                try Proxy(unchecked: object).initialize(wrapped)
                return object
            }
        }
        return type
    }

    static func make(_ type: TypeReference, state: StateReference) throws(PythonError) -> Owned {
        let object = try Proxy.make(type, state: state)
        // Safe: a function of ours, which lives as long as the extension.
        unsafe CallableProxy(unchecked: object).fields.vectorcall = { object, base, count, names in
            entry(Proxy.self, object) { proxy throws(PythonError) in
                try unsafe proxy.wrapped().call(Arguments(base, count, names))
            }
        }
        return object
    }
}
