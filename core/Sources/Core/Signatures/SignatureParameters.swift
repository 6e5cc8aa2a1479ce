import CPython

/// The parameters of an `inspect.Signature`, and what a function with these would have as attributes.
struct SignatureParameters: ~Copyable {
    /// The numbers of `inspect.Parameter`'s kinds.
    private enum Kind { static var positionalOnly: Int { 0 }; static var positional: Int { 1 }; static var variadic: Int { 2 }
        static var keywordOnly: Int { 3 }; static var variadicKeyword: Int { 4 } }

    private let signature: Owned
    /// A list of the parameters.
    private let list: Owned
    private let state: StateReference

    init(_ signature: consuming Owned, _ state: StateReference) throws(PythonError) {
        let names = state.names.decorators
        let parameters = try signature.attribute(names.parameters)
        let values = try parameters.callMethod(names.values)
        // Safe: any iterable will do.
        let list = try unsafe Owned(PySequence_List(values.raw))
        self.signature = signature
        self.list = list
        self.state = state
    }

    private borrowing func forEach(_ body: (borrowing Owned, Int) throws(PythonError) -> Void) throws(PythonError) {
        for index in 0..<list.listCount {
            let parameter = list.listItem(index)
            let kind = try parameter.attribute(state.names.decorators.kind)
            // Safe: an `IntEnum`; anything else raises.
            let number = unsafe PyLong_AsSsize_t(kind.raw)
            if number == -1, PythonError.isSet { throw PythonError() }
            try body(parameter, number)
        }
    }

    /// An attribute of a parameter, or nil where it has none, which `inspect` marks by a class.
    private borrowing func optional(_ name: Interned, of object: borrowing Owned) throws(PythonError) -> Owned? {
        let value = try object.attribute(name)
        let empty = try object.attribute(state.names.decorators.empty)
        if value.isIdentical(to: empty) { return nil }
        return value
    }

    /// `__annotations__`.
    borrowing func annotations() throws(PythonError) -> Owned {
        let names = state.names
        let result = try Owned.dictionary()
        try forEach { (parameter, _) throws(PythonError) in
            if let annotation = try optional(names.decorators.parameterAnnotation, of: parameter) {
                try result.setDictionaryItem(parameter.attribute(names.name), annotation)
            }
        }
        if let annotation = try optional(names.decorators.returnAnnotation, of: signature) {
            try result.setDictionaryItem(names.decorators.returnKey, annotation)
        }
        return result
    }

    /// `__defaults__`: a tuple, or None.
    borrowing func defaults() throws(PythonError) -> Owned {
        let result = try Owned.list()
        try forEach { (parameter, kind) throws(PythonError) in
            guard kind == Kind.positionalOnly || kind == Kind.positional else { return }
            if let value = try optional(state.names.decorators.defaultValue, of: parameter) { try result.append(value) }
        }
        if result.listCount == 0 { return .none }
        return try unsafe Owned(PyList_AsTuple(result.raw))
    }

    /// `__kwdefaults__`: a dictionary, or None.
    borrowing func keywordDefaults() throws(PythonError) -> Owned {
        let result = try Owned.dictionary()
        try forEach { (parameter, kind) throws(PythonError) in
            guard kind == Kind.keywordOnly else { return }
            if let value = try optional(state.names.decorators.defaultValue, of: parameter) {
                try result.setDictionaryItem(parameter.attribute(state.names.name), value)
            }
        }
        return unsafe PyDict_Size(result.raw) == 0 ? .none : result
    }

    /// `__code__`: the function's, with these parameters.
    borrowing func code(of function: borrowing Owned) throws(PythonError) -> Owned {
        let names = state.names
        let code = try function.attribute(names.decorators.code)
        var positionalOnly = 0
        var positional = 0
        var keywordOnly = 0
        let variables = try Owned.list()
        let keywordNames = try Owned.list()
        let variadicNames = try Owned.list()
        let flags = try code.attribute(names.decorators.codeFlags)
        var bits = unsafe PyLong_AsSsize_t(flags.raw)
        if bits == -1, PythonError.isSet { throw PythonError() }
        bits &= ~(CodeFlags.variadic | CodeFlags.variadicKeywords)
        try forEach { (parameter, kind) throws(PythonError) in
            let name = try parameter.attribute(names.name)
            switch kind {
            case Kind.positionalOnly:
                positionalOnly &+= 1
                try variables.append(name)
            case Kind.positional:
                positional &+= 1
                try variables.append(name)
            case Kind.keywordOnly:
                keywordOnly &+= 1
                try keywordNames.append(name)
            case Kind.variadic:
                bits |= CodeFlags.variadic
                try variadicNames.append(name)
            default:
                bits |= CodeFlags.variadicKeywords
                try variadicNames.append(name)
            }
        }
        let named = try unsafe Owned(PySequence_Concat(variables.raw, keywordNames.raw))
        let all = try unsafe Owned(PySequence_Concat(named.raw, variadicNames.raw))
        let tuple = try unsafe Owned(PyList_AsTuple(all.raw))
        let attributes = try Owned.dictionary()
        try attributes.setDictionaryItem(names.decorators.codeArgumentCount, Owned.integer(positionalOnly &+ positional))
        try attributes.setDictionaryItem(names.decorators.codePositionalOnlyCount, Owned.integer(positionalOnly))
        try attributes.setDictionaryItem(names.decorators.codeKeywordOnlyCount, Owned.integer(keywordOnly))
        try attributes.setDictionaryItem(names.decorators.codeVariables, tuple)
        try attributes.setDictionaryItem(names.decorators.codeFlags, Owned.integer(bits))
        return try Overlay.make(code.borrow(), attributes: attributes, state: state)
    }

    /// The function, with this signature in all its attributes.
    borrowing func function(_ function: borrowing Owned) throws(PythonError) -> Owned {
        let names = state.names
        let attributes = try Owned.dictionary()
        try attributes.setDictionaryItem(names.signature, signature)
        try attributes.setDictionaryItem(names.annotations, annotations())
        try attributes.setDictionaryItem(names.decorators.defaults, defaults())
        try attributes.setDictionaryItem(names.decorators.keywordDefaults, keywordDefaults())
        if try function.hasAttribute(names.decorators.code) {
            try attributes.setDictionaryItem(names.decorators.code, code(of: function))
        }
        return try Overlay.make(function.borrow(), attributes: attributes, state: state)
    }
}

/// Bits of `co_flags`.
enum CodeFlags {
    static var variadic: Int { 4 }
    static var variadicKeywords: Int { 8 }
    static var generator: Int { 32 }
    static var coroutine: Int { 128 }
    static var iterableCoroutine: Int { 256 }
    static var asyncGenerator: Int { 512 }
}
