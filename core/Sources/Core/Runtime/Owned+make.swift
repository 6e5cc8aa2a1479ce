import CPython

extension Owned {
    /// A new string with this text.
    static func text(_ text: StaticString) throws(PythonError) -> Owned {
        // Safe, as are the functions below: C gets what it asks for and returns a new reference or null.
        try unsafe Owned(PyUnicode_FromStringAndSize(text.cString, text.utf8CodeUnitCount))
    }

    /// A new string made as by `PyUnicode_FromFormat`; see `PythonError.raise`.
    static func format(
        _ format: StaticString, _ a: FormatArgument, _ b: FormatArgument = .absent, _ c: FormatArgument = .absent,
        _ d: FormatArgument = .absent
    ) throws(PythonError) -> Owned {
        try unsafe Owned(martlet_format(format.cString, a.pointer, b.pointer, c.pointer, d.pointer))
    }

    static func integer(_ value: Int) throws(PythonError) -> Owned { try unsafe Owned(PyLong_FromSsize_t(value)) }
    static func bool(_ value: Bool) -> Owned { Borrowed.bool(value).retained() }
    static var none: Owned { Borrowed.none.retained() }
    static var notImplemented: Owned { Borrowed.notImplemented.retained() }

    static func emptyTuple() throws(PythonError) -> Owned { try unsafe Owned(PyTuple_New(0)) }
    static func dictionary() throws(PythonError) -> Owned { try unsafe Owned(PyDict_New()) }
    static func list() throws(PythonError) -> Owned { try unsafe Owned(PyList_New(0)) }

    /// `(a,)`.
    static func tuple(_ a: consuming Owned) throws(PythonError) -> Owned {
        let tuple = try unsafe Owned(PyTuple_New(1))
        unsafe martlet_tuple_set_item(tuple.raw, 0, a.take())
        return tuple
    }

    /// `(a, b)`.
    static func tuple(_ a: consuming Owned, _ b: consuming Owned) throws(PythonError) -> Owned {
        let tuple = try unsafe Owned(PyTuple_New(2))
        unsafe martlet_tuple_set_item(tuple.raw, 0, a.take())
        unsafe martlet_tuple_set_item(tuple.raw, 1, b.take())
        return tuple
    }

    /// `(a, b, c)`.
    static func tuple(_ a: consuming Owned, _ b: consuming Owned, _ c: consuming Owned) throws(PythonError) -> Owned {
        let tuple = try unsafe Owned(PyTuple_New(3))
        unsafe martlet_tuple_set_item(tuple.raw, 0, a.take())
        unsafe martlet_tuple_set_item(tuple.raw, 1, b.take())
        unsafe martlet_tuple_set_item(tuple.raw, 2, c.take())
        return tuple
    }

    /// `(a, b)`, with a new count for each.
    static func tuple(of a: Borrowed, _ b: Borrowed) throws(PythonError) -> Owned {
        try .tuple(a.retained(), b.retained())
    }

    /// `(a, b, c)`.
    static func tuple(of a: Borrowed, _ b: Borrowed, _ c: Borrowed) throws(PythonError) -> Owned {
        try .tuple(a.retained(), b.retained(), c.retained())
    }

    /// `(a, b, c, d)`, and as many more as are given.
    static func tuple(
        of a: Borrowed, _ b: Borrowed, _ c: Borrowed, _ d: Borrowed, _ e: Borrowed? = nil, _ f: Borrowed? = nil,
        _ g: Borrowed? = nil
    ) throws(PythonError) -> Owned {
        let count = g != nil ? 7 : f != nil ? 6 : e != nil ? 5 : 4
        let tuple = try unsafe Owned(PyTuple_New(count))
        unsafe martlet_tuple_set_item(tuple.raw, 0, a.retained().take())
        unsafe martlet_tuple_set_item(tuple.raw, 1, b.retained().take())
        unsafe martlet_tuple_set_item(tuple.raw, 2, c.retained().take())
        unsafe martlet_tuple_set_item(tuple.raw, 3, d.retained().take())
        if let e { unsafe martlet_tuple_set_item(tuple.raw, 4, e.retained().take()) }
        if let f { unsafe martlet_tuple_set_item(tuple.raw, 5, f.retained().take()) }
        if let g { unsafe martlet_tuple_set_item(tuple.raw, 6, g.retained().take()) }
        return tuple
    }

    /// A tuple of what a sequence has.
    static func tuple(items sequence: borrowing some AnyReference) throws(PythonError) -> Owned {
        try unsafe Owned(PySequence_Tuple(sequence.raw))
    }

    /// `import name`, giving the module with that very name.
    static func module(_ name: StaticString) throws(PythonError) -> Owned {
        try unsafe Owned(PyImport_ImportModule(name.cString))
    }

    /// `importlib.import_module(name)` for an absolute name.
    static func module(named name: borrowing some AnyReference) throws(PythonError) -> Owned {
        try unsafe Owned(PyImport_Import(name.raw))
    }
}
