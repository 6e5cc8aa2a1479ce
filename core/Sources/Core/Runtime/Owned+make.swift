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

    /// A tuple of these.
    static func tuple<let count: Int>(_ items: InlineArray<count, Borrowed>) throws(PythonError) -> Owned {
        let tuple = try unsafe Owned(PyTuple_New(count))
        for index in 0..<count { unsafe martlet_tuple_set_item(tuple.raw, index, items[index].retained().take()) }
        return tuple
    }

    /// `import name`, giving the module with that very name.
    static func module(_ name: StaticString) throws(PythonError) -> Owned {
        try unsafe Owned(PyImport_ImportModule(name.cString))
    }

    /// `importlib.import_module(name)` for an absolute name.
    static func module(named name: borrowing some Reference & ~Copyable) throws(PythonError) -> Owned {
        try unsafe Owned(PyImport_Import(name.raw))
    }
}
