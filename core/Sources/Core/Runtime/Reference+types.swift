import CPython

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// The object's type. Borrowed: the object keeps it alive, until its `__class__` is assigned.
    @inline(__always) var type: TypeReference { unsafe TypeReference(martlet_type(raw)) }

    /// Whether the object's real type is `type` or derives from it; `__class__` is not asked.
    @inline(__always)
    func isReally(_ type: TypeReference) -> Bool {
        // Safe: both types are alive.
        unsafe martlet_type(raw) == type.rawType || PyType_IsSubtype(martlet_type(raw), type.rawType) != 0
    }

    /// `isinstance(self, type)`, which asks `__class__` and `__instancecheck__`.
    @inline(__always)
    func isInstance(of type: borrowing some AnyReference) throws(PythonError) -> Bool {
        let result = unsafe PyObject_IsInstance(raw, type.raw)
        try PythonError.check(result)
        return result != 0
    }

    /// `issubclass(self, type)`.
    func isSubclass(of type: borrowing some AnyReference) throws(PythonError) -> Bool {
        let result = unsafe PyObject_IsSubclass(raw, type.raw)
        try PythonError.check(result)
        return result != 0
    }

    /// `bool(self)`.
    @inline(__always)
    func isTrue() throws(PythonError) -> Bool {
        let result = unsafe PyObject_IsTrue(raw)
        try PythonError.check(result)
        return result != 0
    }

    /// `callable(self)`.
    @inline(__always) var isCallable: Bool { unsafe PyCallable_Check(raw) != 0 }

    /// Whether this is a function written in Python, and of no type that derives from theirs.
    @inline(__always) var isExactFunction: Bool { unsafe martlet_is_exact_function(raw) != 0 }
    /// The `__module__` of an exact function.
    @inline(__always) var functionModule: Owned { unsafe Borrowed(martlet_function_module(raw)).retained() }
    /// The `__doc__` of an exact function.
    @inline(__always) var functionDocumentation: Owned { unsafe Borrowed(martlet_function_documentation(raw)).retained() }

    @inline(__always) var isExactText: Bool { unsafe martlet_is_exact_text(raw) != 0 }
    @inline(__always) var isText: Bool { unsafe martlet_is_text(raw) != 0 }
    @inline(__always) var isTuple: Bool { unsafe martlet_is_tuple(raw) != 0 }
    @inline(__always) var isDictionary: Bool { unsafe martlet_is_dict(raw) != 0 }
    @inline(__always) var isType: Bool { unsafe martlet_is_type(raw) != 0 }
    @inline(__always) var isModule: Bool { unsafe martlet_is_module(raw) != 0 }
    /// Whether this is a method of a type written in C, as the type has it.
    @inline(__always) var isBuiltinMethod: Bool { unsafe martlet_is_builtin_method(raw) != 0 }
    @inline(__always) var isBuiltinFunction: Bool { unsafe martlet_is_builtin_function(raw) != 0 }
}
