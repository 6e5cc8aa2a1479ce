import CPython

// A class whose objects `object.__new__` makes, and an `__init__` written in Python fills, needs no tuple and no
// dictionary of its arguments. CPython's interpreter makes use of that as well, for calls that it sees itself.

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// `self(*arguments)` with the arguments of the call that we are in, where `self` may well be a class.
    /// `initializer` is the name `__init__`.
    @inline(__always)
    func call(_ arguments: Arguments, initializer: Interned) throws(PythonError) -> Owned {
        // Safe: looks at the types of living objects.
        if !isExactFunction, arguments.hasSpareWord, unsafe martlet_makes_plain_objects(raw) != 0 {
            return try TypeReference(unchecked: self).make(arguments, initializer)
        }
        return try call(arguments)
    }
}

extension TypeReference {
    /// What `type.__call__` does for a class that leaves making its objects to `object.__new__`. Until we return the
    /// caller keeps the class alive, as it does for `type.__call__`.
    @inline(never)
    fileprivate func make(_ arguments: Arguments, _ initializer: Interned) throws(PythonError) -> Owned {
        guard let initialize = lookup(initializer), initialize.isExactFunction else { return try call(arguments) }
        // Safe: the class is as the function called requires it.
        let object = try unsafe Owned(martlet_make_plain_object(rawType))
        let result = try initialize.call(of: object, arguments)
        guard result.isNone else {
            throw PythonError.raise(.typeError, "__init__() should return None, not '%.200s'", .typeName(result.borrow()))
        }
        return object
    }
}

extension Owned {
    /// `self(object, *arguments)` for a function written in Python, and arguments with a spare word before them.
    @inline(__always)
    fileprivate func call(of object: borrowing Owned, _ arguments: Arguments) throws(PythonError) -> Owned {
        // Safe: the caller of the vectorcall lets us use the word before its arguments while we restore it.
        try unsafe Owned(martlet_call_of(raw, object.raw, arguments.base.unsafelyUnwrapped, arguments.flags, arguments.names?.raw))
    }
}
