import CPython

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// `key in self`.
    func contains(_ key: borrowing some AnyReference) throws(PythonError) -> Bool {
        let result = unsafe PySequence_Contains(raw, key.raw)
        try PythonError.check(result)
        return result != 0
    }

    /// `self[key]`.
    func item(_ key: borrowing some AnyReference) throws(PythonError) -> Owned {
        try unsafe Owned(PyObject_GetItem(raw, key.raw))
    }

    /// What this dictionary has under a key, or nil.
    func dictionaryItem(_ key: borrowing some AnyReference) throws(PythonError) -> Owned? {
        // Safe: the result is borrowed from the dictionary, and gets its own count at once.
        guard let found = unsafe PyDict_GetItemWithError(raw, key.raw) else {
            if PythonError.isSet { throw PythonError() }
            return nil
        }
        return unsafe Borrowed(found).retained()
    }

    /// Stores a value in this dictionary.
    func setDictionaryItem(_ key: borrowing some AnyReference, _ value: borrowing some AnyReference)
        throws(PythonError)
    {
        try PythonError.check(unsafe PyDict_SetItem(raw, key.raw, value.raw))
    }

    /// How many items this tuple has.
    @inline(__always) var tupleCount: Int { unsafe martlet_tuple_count(raw) }

    /// An item of this tuple; `index` must be below `tupleCount`.
    @inline(__always) func tupleItem(_ index: Int) -> Owned { unsafe Borrowed(martlet_tuple_item(raw, index)).retained() }

    /// How many items this list has, now.
    @inline(__always) var listCount: Int { unsafe martlet_list_count(raw) }

    /// An item of this list; `index` must be below `listCount`, now.
    @inline(__always) func listItem(_ index: Int) -> Owned { unsafe Borrowed(martlet_list_item(raw, index)).retained() }

    /// Appends to this list.
    func append(_ item: borrowing some AnyReference) throws(PythonError) {
        try PythonError.check(unsafe PyList_Append(raw, item.raw))
    }
}
