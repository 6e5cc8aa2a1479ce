import CPython
import Journal

extension Instance where Fields == TracedFields {
    /// A traced function that stands for `wrapped`, a callable.
    static func make(_ wrapped: Borrowed, _ options: TraceOptions, _ state: StateReference) throws(PythonError) -> Owned {
        let object = try makeEmpty(wrapped, state)
        let traced = Traced(unchecked: object)
        traced.fields.kind = options.kind
        traced.fields.payload = options.payload
        if let name = options.name.retained() {
            traced.fields.nameText.initialize(name)
        } else if let name = try ownName(wrapped, state) {
            traced.fields.nameText.initialize(name)
        }
        if let module = try wrapped.optionalAttribute(state.names.module), module.isText {
            traced.fields.scopeText.initialize(module)
        }
        if wrapped.isExactly(.function) {
            try traced.readCode(wrapped.attribute(state.names.recorder.code), state.names.recorder)
        }
        return object
    }

    /// The same for what `wrapped`, found on an object, was bound to.
    func makeBound(_ wrapped: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let object = try Self.makeEmpty(wrapped, state)
        let traced = Traced(unchecked: object)
        traced.fields.kind = fields.kind
        traced.fields.payload = fields.payload
        if let name = fields.nameText.retained() { traced.fields.nameText.initialize(name) }
        if let scope = fields.scopeText.retained() { traced.fields.scopeText.initialize(scope) }
        return object
    }

    private static func makeEmpty(_ wrapped: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let objects = state.pointee.recorder.objects
        // Safe: reads a flag of a living type.
        let bindsAsFunction = unsafe martlet_is_method_descriptor(wrapped.raw) != 0
        guard let type = bindsAsFunction ? objects.tracedFunctionType.retained() : objects.tracedCallableType.retained()
        else { throw PythonError.raise(.systemError, "the martlet module is being unloaded") }
        let object = try TypeReference(unchecked: type).allocate()
        let traced = Traced(unchecked: object)
        // Safe: a function of ours, which lives as long as the extension.
        unsafe traced.fields.vectorcall = tracedVectorcall
        traced.fields.kind = 1
        traced.fields.wrapped.initialize(wrapped.retained())
        traced.fields.state = state
        state.retain()
        return object
    }

    /// `__qualname__` from behind the last `<locals>` on, else `__name__`, else the name of the type.
    private static func ownName(_ wrapped: Borrowed, _ state: StateReference) throws(PythonError) -> Owned? {
        if let name = try wrapped.optionalAttribute(state.names.qualname), name.isText {
            let mark = try Owned.text("<locals>.")
            // Safe: both are strings; -1 where the mark is not found.
            let length = unsafe PyUnicode_GetLength(name.raw)
            let place = unsafe PyUnicode_Find(name.raw, mark.raw, 0, length, -1)
            if place < 0 { return name }
            return try unsafe Owned(PyUnicode_Substring(name.raw, place + 9, length))
        }
        if let name = try wrapped.optionalAttribute(state.names.moduleName), name.isText { return name }
        return try wrapped.type.optionalAttribute(state.names.qualname)
    }

    private func readCode(_ code: consuming Owned, _ names: RecorderNames) throws(PythonError) {
        let parameters = try code.attribute(names.codeNames)
        guard parameters.isTuple, let flags = try code.attribute(names.codeFlags).integerValue,
            let positional = try code.attribute(names.codeArguments).integerValue,
            let positionalOnly = try code.attribute(names.codePositionalOnly).integerValue,
            let namedOnly = try code.attribute(names.codeNamedOnly).integerValue
        else { return }
        func has(_ flag: Int) -> Bool { Int(flags) & flag != 0 }
        fields.positionalCount = Int(positional)
        fields.positionalOnlyCount = Int(positionalOnly)
        fields.namedOnlyCount = Int(namedOnly)
        fields.hasRest = has(martlet_code_rest)
        fields.hasKeywords = has(martlet_code_keywords)
        let count = fields.positionalCount + fields.namedOnlyCount + (fields.hasRest ? 1 : 0) + (fields.hasKeywords ? 1 : 0)
        guard count <= parameters.tupleCount else { return }
        if positional > 0 {
            let first = parameters.tupleItem(0)
            fields.hasReceiver = first.spells("self") || first.spells("cls")
        }
        if has(martlet_code_async_generator) {
            fields.course = .asyncGenerator
        } else if has(martlet_code_coroutine) || has(martlet_code_iterable_coroutine) {
            fields.course = .coroutine
        } else if has(martlet_code_generator) {
            fields.course = .generator
        }
        fields.parameters.initialize(parameters)
    }
}
