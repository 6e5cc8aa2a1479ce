import CPython

/// The arguments of a `tp_init`, `tp_new` or `tp_call`: a tuple, and a dictionary or nothing.
@safe struct TupleArguments: ~Escapable {
    let tuple: Borrowed
    let keywords: Borrowed?

    @inline(__always) @_lifetime(borrow tuple, borrow keywords) init(_ tuple: RawObject?, _ keywords: RawObject?) {
        self.tuple = Borrowed(argument: tuple)
        self.keywords = unsafe Borrowed(optional: keywords)
    }

    /// How many are positional.
    var count: Int { unsafe martlet_tuple_count(tuple.raw) }

    /// The positional argument at `index`, which must be below `count`.
    subscript(index: Int) -> Borrowed {
        // Safe: the tuple is an argument, and keeps its items alive.
        @_lifetime(copy self) get { unsafe _overrideLifetime(Borrowed(martlet_tuple_item(tuple.raw, index)), copying: self) }
    }

    /// See `Arguments.parse`.
    @inline(__always) @_lifetime(copy self)
    func parse<let parameterCount: Int>(
        _ function: StaticString, _ parameters: @autoclosure () -> InlineArray<parameterCount, Interned>, required: Int,
        positional: Int = parameterCount
    ) throws(PythonError) -> ArgumentValues<parameterCount> {
        guard let keywords else {
            // Safe: the items of the tuple lie as those of a vectorcall do, and live as long.
            return try unsafe _overrideLifetime(
                Arguments(martlet_tuple_items(tuple.raw), count, nil)
                    .parse(function, parameters(), required: required, positional: positional),
                copying: self)
        }
        return try parseNamed(keywords, function, parameters(), required: required, positional: positional)
    }

    @inline(never) @_lifetime(copy self)
    private func parseNamed<let parameterCount: Int>(
        _ keywords: Borrowed, _ function: StaticString, _ parameters: InlineArray<parameterCount, Interned>, required: Int,
        positional: Int
    ) throws(PythonError) -> ArgumentValues<parameterCount> {
        let named = unsafe PyDict_Size(keywords.raw)
        // Named values follow the positional ones, as in a vectorcall; the dictionary keeps them alive.
        let block = UnsafeMutablePointer<RawObject?>.allocate(capacity: count &+ named)
        defer { unsafe block.deallocate() }
        for index in 0..<count { unsafe (block + index).initialize(to: self[index].raw) }
        let names = try unsafe Owned(PyTuple_New(named))
        var position = 0
        var index = 0
        var key: RawObject? = nil
        var value: RawObject? = nil
        // Safe: the walk runs no Python code, and both results are borrowed from the dictionary.
        while unsafe PyDict_Next(keywords.raw, &position, &key, &value) != 0 {
            let name = Borrowed(argument: key)
            guard name.isText else { throw PythonError.raise(.typeError, "keywords must be strings") }
            unsafe martlet_tuple_set_item(names.raw, index, name.retained().take())
            unsafe (block + count + index).initialize(to: value)
            index &+= 1
        }
        // Safe: what is found in the block are arguments of ours, and does not depend on the block.
        return try unsafe _overrideLifetime(
            Arguments(block, count, names.raw).parse(function, parameters, required: required, positional: positional),
            copying: self)
    }
}
