import CPython

// Calls go through vectorcall. The first word of each block of arguments is spare, so that a
// bound method can put its `self` there instead of copying the block.

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// `self()`.
    @inline(__always)
    func call() throws(PythonError) -> Owned {
        // Safe, as are the calls below: the block outlives the call, every argument is alive,
        // the result is a new reference or null.
        try unsafe Owned(martlet_vectorcall(raw, nil, 0, nil))
    }

    /// `self(a)`.
    @inline(__always)
    func call(_ a: borrowing some AnyReference) throws(PythonError) -> Owned {
        try unsafe callBlock([nil, a.raw] as InlineArray<2, RawObject?>)
    }

    /// `self(a, b)`.
    @inline(__always)
    func call(_ a: borrowing some AnyReference, _ b: borrowing some AnyReference)
        throws(PythonError) -> Owned
    {
        try unsafe callBlock([nil, a.raw, b.raw] as InlineArray<3, RawObject?>)
    }

    /// `self(a, b, c)`.
    @inline(__always)
    func call(
        _ a: borrowing some AnyReference, _ b: borrowing some AnyReference,
        _ c: borrowing some AnyReference
    ) throws(PythonError) -> Owned {
        try unsafe callBlock([nil, a.raw, b.raw, c.raw] as InlineArray<4, RawObject?>)
    }

    /// `self(a, b, c, d)`.
    @inline(__always)
    func call(
        _ a: borrowing some AnyReference, _ b: borrowing some AnyReference,
        _ c: borrowing some AnyReference, _ d: borrowing some AnyReference
    ) throws(PythonError) -> Owned {
        try unsafe callBlock([nil, a.raw, b.raw, c.raw, d.raw] as InlineArray<5, RawObject?>)
    }

    /// `self(*arguments)` with the arguments of the call that we are in, as they came.
    @inline(__always)
    func call(_ arguments: Arguments) throws(PythonError) -> Owned {
        try unsafe Owned(martlet_vectorcall(raw, arguments.base, arguments.flags, arguments.names?.raw))
    }

    /// `self(*first, *arguments)`: a tuple, and then the arguments of the call that we are in.
    func call(_ first: Borrowed, _ arguments: Arguments) throws(PythonError) -> Owned {
        let captured = first.tupleCount
        let given = arguments.count
        let named = arguments.namedCount
        let result: RawObject? = unsafe withUnsafeTemporaryAllocation(
            of: RawObject?.self, capacity: 1 &+ captured &+ given &+ named
        ) { block in
            // Safe: every word is written before the call; the tuple and our caller keep what they point to.
            let start = unsafe block.baseAddress.unsafelyUnwrapped
            unsafe start.initialize(to: nil)
            for index in 0..<captured { unsafe (start + 1 + index).initialize(to: martlet_tuple_item(first.raw, index)) }
            for index in 0..<(given &+ named) {
                unsafe (start + 1 + captured + index).initialize(to: arguments[index].raw)
            }
            return unsafe martlet_vectorcall(
                raw, start + 1, (captured &+ given) | martlet_vectorcall_offset, arguments.names?.raw)
        }
        return try unsafe Owned(result)
    }

    /// `self(*arguments, **keywords)` with a tuple, and a dictionary or nothing.
    @inline(__always)
    func call(tuple arguments: borrowing some AnyReference, keywords: Borrowed?) throws(PythonError) -> Owned {
        try unsafe Owned(PyObject_Call(raw, arguments.raw, keywords?.raw))
    }

    /// `self.name()`.
    @inline(__always)
    func callMethod(_ name: borrowing some AnyReference) throws(PythonError) -> Owned {
        try unsafe callMethodBlock(name.raw, [raw] as InlineArray<1, RawObject?>)
    }

    /// `self.name(a)`.
    @inline(__always)
    func callMethod(_ name: borrowing some AnyReference, _ a: borrowing some AnyReference)
        throws(PythonError) -> Owned
    {
        try unsafe callMethodBlock(name.raw, [raw, a.raw] as InlineArray<2, RawObject?>)
    }

    /// `self.name(a, b)`.
    @inline(__always)
    func callMethod(
        _ name: borrowing some AnyReference, _ a: borrowing some AnyReference,
        _ b: borrowing some AnyReference
    ) throws(PythonError) -> Owned {
        try unsafe callMethodBlock(name.raw, [raw, a.raw, b.raw] as InlineArray<3, RawObject?>)
    }

    @inline(__always) @unsafe
    private func callBlock<let count: Int>(_ block: consuming InlineArray<count, RawObject?>) throws(PythonError) -> Owned {
        let result = unsafe withUnsafeMutablePointer(to: &block) { pointer in
            let first = unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: RawObject?.self) + 1
            return unsafe martlet_vectorcall(raw, first, (count &- 1) | martlet_vectorcall_offset, nil)
        }
        return try unsafe Owned(result)
    }

    @inline(__always) @unsafe
    private func callMethodBlock<let count: Int>(_ name: RawObject, _ block: consuming InlineArray<count, RawObject?>)
        throws(PythonError) -> Owned
    {
        let result = unsafe withUnsafeMutablePointer(to: &block) { pointer in
            let first = unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: RawObject?.self)
            return unsafe martlet_vectorcall_method(name, first, Int(count), nil)
        }
        return try unsafe Owned(result)
    }
}
