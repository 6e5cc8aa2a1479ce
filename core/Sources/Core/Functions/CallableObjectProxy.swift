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
                return try unsafe CallableObjectProxy.construct(type, Arguments(base, count, names))
            }
        }
        return type
    }

    /// A call of exactly this type.
    @inline(never) private static func construct(_ type: TypeReference, _ arguments: Arguments) throws(PythonError) -> Owned {
        let state = try StateReference(exactly: type)
        let wrapped = try arguments.parse("CallableObjectProxy", [state.names.wrappedParameter], required: 1)[0]!
        if let kept = state.pointee.callables.take() {
            // Its own state, and the function for vectorcall, are there from its last life.
            state.retain()
            try Proxy(unchecked: kept).initialize(wrapped, isExactType: true)
            kept.track()
            return kept
        }
        let object = try CallableObjectProxy.make(type, state: state)
        try Proxy(unchecked: object).initialize(wrapped, isExactType: true)
        return object
    }

    static func make(_ type: TypeReference, state: StateReference) throws(PythonError) -> Owned {
        let object = try Proxy.make(type, state: state)
        // Safe: a function of ours, which lives as long as the extension.
        unsafe CallableProxy(unchecked: object).fields.vectorcall = { object, base, count, names in
            entry(Proxy.self, object) { proxy throws(PythonError) in
                try unsafe proxy.wrapped().call(Arguments(base, count, names), initializer: proxy.names.initialize)
            }
        }
        return object
    }
}
