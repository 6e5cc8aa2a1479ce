import CPython

/// The arguments of a `tp_init`, `tp_new` or `tp_call`: a tuple, and a dictionary or nothing.
@safe struct TupleArguments {
    let tuple: Borrowed
    let keywords: Borrowed?

    @inline(__always) init(_ tuple: RawObject?, _ keywords: RawObject?) {
        self.tuple = unsafe Borrowed(tuple.unsafelyUnwrapped)
        self.keywords = unsafe Borrowed(optional: keywords)
    }

    /// How many are positional.
    var count: Int { unsafe martlet_tuple_count(tuple.raw) }

    /// The positional argument at `index`, which must be below `count`.
    subscript(index: Int) -> Borrowed { unsafe Borrowed(martlet_tuple_item(tuple.raw, index)) }

    /// See `Arguments.parse`.
    func parse<let parameterCount: Int>(
        _ function: StaticString, _ parameters: InlineArray<parameterCount, Interned>, required: Int,
        positional: Int = parameterCount
    ) throws(PythonError) -> InlineArray<parameterCount, Borrowed?> {
        // Named values follow the positional ones, as in a vectorcall; the dictionary keeps them alive.
        var block: [RawObject?] = unsafe []
        for index in 0..<count { unsafe block.append(self[index].raw) }
        guard let keywords else {
            return try unsafe block.withUnsafeBufferPointer { (buffer) throws(PythonError) in
                try unsafe Arguments(buffer.baseAddress, count, nil).parse(
                    function, parameters, required: required, positional: positional)
            }
        }
        let names = try unsafe Owned(PyTuple_New(PyDict_Size(keywords.raw)))
        var position = 0
        var index = 0
        var key: RawObject? = nil
        var value: RawObject? = nil
        // Safe: the walk runs no Python code, and both results are borrowed from the dictionary.
        while unsafe PyDict_Next(keywords.raw, &position, &key, &value) != 0 {
            let name = Borrowed(argument: key)
            guard name.isText else { throw PythonError.raise(.typeError, "keywords must be strings") }
            unsafe martlet_tuple_set_item(names.raw, index, name.retained().take())
            unsafe block.append(value)
            index &+= 1
        }
        let namesPointer = unsafe names.raw
        return try unsafe block.withUnsafeBufferPointer { (buffer) throws(PythonError) in
            try unsafe Arguments(buffer.baseAddress, count, namesPointer).parse(
                function, parameters, required: required, positional: positional)
        }
    }
}
