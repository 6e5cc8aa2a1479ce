import CPython

/// A wrapper with a `__doc__` of its own: `with_doc`.
enum DocWrapper {
    static func make(wrapped: Borrowed, documentation: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        let object = try FunctionWrapper.makePassThrough(
            kind: state.pointee.types.decorators.docWrapper, wrapped: wrapped, state: state)
        try FunctionWrapper(unchecked: object).setOwn(state.names.decorators.ownDoc, documentation)
        return object
    }

    static func makeType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try FunctionWrapper.makeKind(
            "martlet.doc._DocFunctionWrapper", properties: [property], bound: "martlet.doc._BoundDocFunctionWrapper",
            boundProperties: [boundProperty], in: module, state: state)
    }

    /// `__doc__` of a wrapper that may have its own: a data descriptor of the type, so that `help()` finds it too.
    /// Without one, it is the wrapped function's, to read, write and delete; deleting one's own gives that back.
    static var property: Property {
        Property(
            "__doc__",
            get: { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    if let own = try wrapper.ownDocumentation() { return own }
                    return try wrapper.proxy.wrapped().attribute(wrapper.names.doc)
                }
            },
            set: { object, value, _ in
                statusEntry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                    let value = unsafe Borrowed(optional: value)
                    guard try wrapper.ownDocumentation() != nil else {
                        return try wrapper.proxy.setForwarded(wrapper.names.doc, value)
                    }
                    if let value { return try wrapper.setOwn(wrapper.names.decorators.ownDoc, value) }
                    try wrapper.proxy.ownDictionary().removeItem(wrapper.names.decorators.ownDoc)
                }
            })
    }

    /// That of a bound wrapper, which is read-only.
    static var boundProperty: Property {
        Property("__doc__", get: { object, _ in
            entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                if let parent = wrapper.fields.parent.retained(), FunctionWrapper.isFunctionWrapper(parent.borrow()),
                    let own = try FunctionWrapper(unchecked: parent).ownDocumentation()
                {
                    return own
                }
                return try wrapper.proxy.wrapped().attribute(wrapper.names.doc)
            }
        })
    }
}

extension Instance where Fields == FunctionWrapperFields {
    fileprivate func ownDocumentation() throws(PythonError) -> Owned? {
        guard let dictionary = fields.proxy.dictionary.retained() else { return nil }
        return try dictionary.dictionaryItem(names.decorators.ownDoc)
    }
}

/// `with_doc`.
enum DocOverride {
    static var method: Method {
        .oneArgument("with_doc", "Gives a function another docstring.") { captured, function in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                return try DocOverride.apply(to: Borrowed(argument: function), captured[0], captured[1], captured.state)
            }
        }
    }

    private static func apply(to function: Borrowed, _ documentation: Borrowed, _ factory: Borrowed, _ state: StateReference)
        throws(PythonError) -> Owned
    {
        if factory.isNone { return try DocWrapper.make(wrapped: function, documentation: documentation, state: state) }
        let made = try factory.call(function)
        return try DocWrapper.make(wrapped: function, documentation: made.borrow(), state: state)
    }

    static var function: Method {
        .arguments(
            "with_doc",
            """
            with_doc(wrapped=None, /, *, doc=None, factory=None)
            --

            Gives a function another docstring, for help() and its like, and leaves the function itself alone.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let names_ = state.names
                let call = unsafe Arguments(base, count, names)
                let values = try call.parseDecorator("with_doc", [names_.wrappedParameter, names_.decorators.doc, names_.factory])
                let documentation = values[1] ?? .none
                let factory = values[2] ?? .none
                if documentation.isNone, factory.isNone {
                    throw PythonError.raise(.typeError, "with_doc requires one of doc= or factory=")
                }
                if !documentation.isNone, !factory.isNone {
                    throw PythonError.raise(.typeError, "with_doc accepts only one of doc= or factory=")
                }
                if let function = values[0], !function.isNone { return try DocOverride.apply(to: function, documentation, factory, state) }
                return try state.pointee.capturing.make(.documentation, .tuple(of: documentation, factory), state: state)
            }
        }
    }
}

extension Arguments {
    /// Parses `(wrapped=None, /, *, ...)`: one argument that is positional only, and named ones.
    @_lifetime(copy self)
    func parseDecorator<let parameterCount: Int>(
        _ function: StaticString, _ parameters: InlineArray<parameterCount, Interned>
    ) throws(PythonError) -> ArgumentValues<parameterCount> {
        for index in 0..<namedCount where try parameters[0].equalsName(name(index)) {
            throw PythonError.raise(
                .typeError, "%s() got some positional-only arguments passed as keyword arguments: '%U'", .text(function),
                .object(parameters[0]))
        }
        return try parse(function, parameters, required: 0, positional: 1)
    }
}
