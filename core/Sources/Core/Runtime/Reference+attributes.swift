import CPython

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// `getattr(self, name)`.
    @inline(__always)
    func attribute(_ name: borrowing some AnyReference) throws(PythonError) -> Owned {
        // Safe, as are the calls below: both objects are alive, results are new references or null.
        try unsafe Owned(PyObject_GetAttr(raw, name.raw))
    }

    /// `getattr(self, name)`, or nil where that is an AttributeError. For most objects no exception is
    /// even made, which is what most of the speed of the wrappers comes from.
    @inline(__always)
    func optionalAttribute(_ name: borrowing some AnyReference) throws(PythonError) -> Owned? {
        var result: RawObject? = nil
        guard unsafe martlet_optional_attribute(raw, name.raw, &result) >= 0 else { throw PythonError() }
        guard let found = unsafe result else { return nil }
        return unsafe Owned(stealing: found)
    }

    /// `getattr(self, "__self__")`, or nil where that is an AttributeError; `name` is that name.
    @inline(__always)
    func boundObject(_ name: Interned) throws(PythonError) -> Owned? {
        var result: RawObject? = nil
        // Safe: as above; a method keeps what it is bound to, and the result has a count of its own.
        switch unsafe martlet_quick_self(raw, &result) {
        case 0: return nil
        case 1: return unsafe Owned(stealing: result.unsafelyUnwrapped)
        default: return try optionalAttribute(name)
        }
    }

    /// Whether `getattr(self, name)` gives something; only an AttributeError means that it does not.
    func hasAttribute(_ name: borrowing some AnyReference) throws(PythonError) -> Bool {
        switch try optionalAttribute(name) {
        case .some: true
        case nil: false
        }
    }

    /// The generic lookup (type, then instance dictionary), or nil for a miss, which raises nothing.
    /// A descriptor that raises AttributeError counts as a miss.
    @inline(__always)
    func genericAttribute(_ name: borrowing some AnyReference) throws(PythonError) -> Owned? {
        guard let found = unsafe martlet_generic_attribute(raw, name.raw) else {
            if PythonError.isSet { throw PythonError() }
            return nil
        }
        return unsafe Owned(stealing: found)
    }

    /// `setattr(self, name, value)`.
    @inline(__always)
    func setAttribute(_ name: borrowing some AnyReference, _ value: borrowing some AnyReference)
        throws(PythonError)
    {
        try PythonError.check(unsafe PyObject_SetAttr(raw, name.raw, value.raw))
    }

    /// `delattr(self, name)`.
    @inline(__always)
    func deleteAttribute(_ name: borrowing some AnyReference) throws(PythonError) {
        try PythonError.check(unsafe martlet_delete_attribute(raw, name.raw))
    }
}
