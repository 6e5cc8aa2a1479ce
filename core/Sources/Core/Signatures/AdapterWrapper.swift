import CPython

/// A wrapper whose signature is that of another function, the adapter: `decorator(adapter=...)`.
enum AdapterWrapper {
    static func make(
        wrapped: Borrowed, wrapper: Borrowed, enabled: Borrowed, adapter: Borrowed, state: StateReference
    ) throws(PythonError) -> Owned {
        let object = try FunctionWrapper.make(
            kind: state.pointee.types.decorators.adapterWrapper, wrapped: wrapped, wrapper: wrapper, enabled: enabled, state: state)
        try FunctionWrapper(unchecked: object).setOwn(state.names.decorators.ownAdapter, adapter)
        return object
    }

    static func makeType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try FunctionWrapper.makeKind(
            "martlet.decorators._AdapterFunctionWrapper",
            properties: [
                Property("__code__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try AdapterWrapper.code(of: wrapper.proxy.wrapped(), wrapper.own(wrapper.names.decorators.ownAdapter), wrapper.state)
                    }
                }),
                Property("__defaults__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try wrapper.own(wrapper.names.decorators.ownAdapter).attribute(wrapper.names.decorators.defaults)
                    }
                }),
                Property("__kwdefaults__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try wrapper.own(wrapper.names.decorators.ownAdapter).attribute(wrapper.names.decorators.keywordDefaults)
                    }
                }),
                Property("__signature__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try AdapterWrapper.signature(of: wrapper.own(wrapper.names.decorators.ownAdapter), wrapper.names)
                    }
                }),
            ],
            bound: "martlet.decorators._BoundAdapterFunctionWrapper",
            boundProperties: [
                Property("__func__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let adapter = try wrapper.parentsOwn(wrapper.names.decorators.ownAdapter)
                        return try AdapterWrapper.function(wrapper.proxy.wrapped().attribute(wrapper.names.underlyingFunction), adapter, wrapper.state)
                    }
                }),
                Property("__signature__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try AdapterWrapper.signature(of: wrapper.parentsOwn(wrapper.names.decorators.ownAdapter), wrapper.names)
                    }
                }),
            ], in: module, state: state)
    }

    private static func signature(of adapter: borrowing Owned, _ names: Names) throws(PythonError) -> Owned {
        try Owned.module("inspect").callMethod(names.signatureFunction, adapter)
    }

    /// The function's code object with the adapter's parameters.
    private static func code(of function: borrowing Owned, _ adapter: borrowing Owned, _ state: StateReference) throws(PythonError) -> Owned {
        let names = state.names.decorators
        let own = try function.attribute(names.code)
        let other = try adapter.attribute(names.code)
        let attributes = try Owned.dictionary()
        try attributes.copyItem(names.codeArgumentCount, from: other)
        try attributes.copyItem(names.codeBytes, from: other)
        try attributes.copyItem(names.codeFlags, from: other)
        try attributes.copyItem(names.codeKeywordOnlyCount, from: other)
        try attributes.copyItem(names.codeVariables, from: other)
        return try Overlay.make(own.borrow(), attributes: attributes, state: state)
    }

    /// The function below a bound method, with the adapter's parameters.
    private static func function(_ function: borrowing Owned, _ adapter: borrowing Owned, _ state: StateReference)
        throws(PythonError) -> Owned
    {
        let names = state.names
        let attributes = try Owned.dictionary()
        if try adapter.hasAttribute(names.decorators.code), try function.hasAttribute(names.decorators.code) {
            try attributes.setDictionaryItem(names.decorators.code, code(of: function, adapter, state))
        }
        try attributes.copyItem(names.decorators.defaults, from: adapter)
        try attributes.copyItem(names.decorators.keywordDefaults, from: adapter)
        do throws(PythonError) {
            try attributes.setDictionaryItem(names.signature, signature(of: adapter, names))
        } catch {
            // An adapter that has no signature leaves the function its own.
            guard PythonError.matches(.valueError) || PythonError.matches(.typeError) else { throw error }
            PythonError.clear()
        }
        return try Overlay.make(function.borrow(), attributes: attributes, state: state)
    }
}
