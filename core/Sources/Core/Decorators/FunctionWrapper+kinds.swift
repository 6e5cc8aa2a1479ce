import CPython

// Kinds of function wrappers that the extension makes itself.
extension Instance where Fields == FunctionWrapperFields {
    /// Makes a wrapper of one of these types. A bound wrapper is then made without a call of its type.
    static func make(
        kind type: Field, wrapped: Borrowed, wrapper: Borrowed, enabled: Borrowed = .none, state: StateReference,
        calls: CallFunctions = .wrapper
    ) throws(PythonError) -> Owned {
        let type = try state.require(type)
        let object = try make(TypeReference(unchecked: type), isBound: false, state: state)
        let fresh = FunctionWrapper(unchecked: object)
        try fresh.initialize(wrapped: wrapped, wrapper: wrapper, enabled: enabled)
        // Safe: functions of ours, which live as long as the extension.
        unsafe fresh.fields.vectorcall = calls.unbound
        unsafe fresh.fields.boundVectorcall = calls.bound
        return object
    }

    /// Makes one that changes no call.
    static func makePassThrough(kind type: Field, wrapped: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        let wrapper = try state.require(state.pointee.types.decorators.passThrough)
        return try make(
            kind: type, wrapped: wrapped, wrapper: wrapper.borrow(), state: state, calls: .passThrough)
    }

    /// Makes the type of such wrappers.
    static func makeKind(
        _ name: StaticString, base: Field, properties: [Property] = [], methods: [Method] = [], in module: Borrowed,
        state: StateReference
    ) throws(PythonError) -> Owned {
        let base = try state.require(base)
        return try TypeBuilder.make(
            name, fields: FunctionWrapperFields.self, base: TypeReference(unchecked: base),
            flags: .collected | .vectorcall | .noConstructor, in: module,
            slots: FunctionWrapperTypes.collection + [
                .properties(properties), .methods(methods), .offsets([FunctionWrapperFields.vectorcallOffset]),
            ])
    }

    /// Makes the type of such wrappers and that of what they bind to.
    static func makeKind(
        _ name: StaticString, properties: [Property], bound: StaticString, boundProperties: [Property], in module: Borrowed,
        state: StateReference
    ) throws(PythonError) -> Owned {
        let wrapper = try makeKind(
            name, base: state.pointee.types.functionWrapper, properties: properties, in: module, state: state)
        let boundType = try makeKind(
            bound, base: state.pointee.types.boundFunctionWrapper, properties: boundProperties, in: module, state: state)
        try wrapper.setAttribute(state.names.boundFunctionWrapper, boundType)
        return wrapper
    }

    /// An attribute that our code stored on the wrapper itself.
    func own(_ name: Interned) throws(PythonError) -> Owned {
        guard let dictionary = fields.proxy.dictionary.retained(), let value = try dictionary.dictionaryItem(name) else {
            throw PythonError.raise(
                .attributeError, "'%.100s' object has no attribute '%U'", .typeName(self), .object(name))
        }
        return value
    }

    /// The same on the wrapper that made this bound one.
    func parentsOwn(_ name: Interned) throws(PythonError) -> Owned {
        let parent = try require(fields.parent, "_self_parent")
        guard FunctionWrapper.isFunctionWrapper(parent.borrow()) else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no parent with '%U'", .typeName(self), .object(name))
        }
        return try FunctionWrapper(unchecked: parent).own(name)
    }

    /// Stores an attribute on the wrapper itself.
    func setOwn(_ name: Interned, _ value: borrowing some AnyReference) throws(PythonError) {
        let dictionary = try proxy.ownDictionary()
        try dictionary.setDictionaryItem(name, value)
    }
}
