import CPython

/// A wrapper with another signature than its function's: `with_signature`.
enum SignatureWrapper {
    static func make(wrapped: Borrowed, signature: Borrowed, documentation: Borrowed?, state: StateReference)
        throws(PythonError) -> Owned
    {
        let object = try FunctionWrapper.makePassThrough(
            kind: state.pointee.types.decorators.signatureWrapper, wrapped: wrapped, state: state)
        let wrapper = FunctionWrapper(unchecked: object)
        try wrapper.setOwn(state.names.decorators.ownSignature, signature)
        if let documentation { try wrapper.setOwn(state.names.decorators.ownDoc, documentation) }
        return object
    }

    static func makeType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try FunctionWrapper.makeKind(
            "martlet.signature._SignatureFunctionWrapper",
            properties: [
                DocWrapper.property,
                Property("__signature__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try wrapper.own(wrapper.names.decorators.ownSignature)
                    }
                }),
                Property("__annotations__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try SignatureWrapper.derived(wrapper, wrapper.names.decorators.ownAnnotations) { (parameters) throws(PythonError) in
                            try parameters.annotations()
                        }
                    }
                }),
                Property("__defaults__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try SignatureWrapper.derived(wrapper, wrapper.names.decorators.ownDefaults) { (parameters) throws(PythonError) in
                            try parameters.defaults()
                        }
                    }
                }),
                Property("__kwdefaults__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try SignatureWrapper.derived(wrapper, wrapper.names.decorators.ownKeywordDefaults) { (parameters) throws(PythonError) in
                            try parameters.keywordDefaults()
                        }
                    }
                }),
                Property("__code__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try SignatureWrapper.derived(wrapper, wrapper.names.decorators.ownCode) { (parameters) throws(PythonError) in
                            try parameters.code(of: wrapper.proxy.wrapped())
                        }
                    }
                }),
                Property("__func__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try SignatureParameters(wrapper.own(wrapper.names.decorators.ownSignature), wrapper.state)
                            .function(wrapper.proxy.wrapped())
                    }
                }),
            ],
            bound: "martlet.signature._BoundSignatureFunctionWrapper",
            boundProperties: [
                DocWrapper.boundProperty,
                Property("__signature__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try wrapper.parentsOwn(wrapper.names.decorators.ownSignature)
                    }
                }),
                Property("__func__", get: { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let function = try wrapper.proxy.wrapped().attribute(wrapper.names.underlyingFunction)
                        return try SignatureParameters(wrapper.parentsOwn(wrapper.names.decorators.ownSignature), wrapper.state)
                            .function(function)
                    }
                }),
            ], in: module, state: state)
    }

    /// An attribute worked out from the signature once, and kept.
    private static func derived(
        _ wrapper: FunctionWrapper, _ name: Interned, _ derive: (borrowing SignatureParameters) throws(PythonError) -> Owned
    ) throws(PythonError) -> Owned {
        if let dictionary = wrapper.fields.proxy.dictionary.retained(), let kept = try dictionary.dictionaryItem(name) { return kept }
        let parameters = try SignatureParameters(wrapper.own(wrapper.names.decorators.ownSignature), wrapper.state)
        let value = try derive(parameters)
        try wrapper.setOwn(name, value)
        return value
    }
}
