import CPython

/// The arguments of a vectorcall: the positional ones, then the values of the named ones.
@safe struct Arguments: ~Escapable {
    let base: RawArguments?
    /// The count, and whether the word before `base` may be overwritten, as CPython passes it on.
    let flags: Int
    /// The tuple of names, absent where nothing is named.
    let names: Borrowed?

    @inline(__always) @_lifetime(borrow base, borrow names)
    init(_ base: RawArguments?, _ flags: Int, _ names: RawObject?) {
        unsafe self.base = base
        self.flags = flags
        self.names = unsafe Borrowed(optional: names)
    }

    /// How many are positional.
    @inline(__always) var count: Int { martlet_positional_count(flags) }

    /// Whether the word before `base` may be overwritten while it is restored.
    @inline(__always) var hasSpareWord: Bool { flags < 0 }

    /// How many are named.
    @inline(__always) var namedCount: Int {
        // Safe: the names are a tuple by the vectorcall protocol.
        if let names { return unsafe martlet_tuple_count(names.raw) }
        return 0
    }

    /// The positional argument at `index`, which must be below `count`.
    @inline(__always) subscript(index: Int) -> Borrowed {
        @_lifetime(copy self) get {
            // Safe: the caller of the vectorcall keeps its arguments alive until we return.
            unsafe _overrideLifetime(Borrowed(base.unsafelyUnwrapped[index].unsafelyUnwrapped), copying: self)
        }
    }

    /// The name of the named argument at `index`.
    @inline(__always) @_lifetime(copy self) func name(_ index: Int) -> Borrowed {
        // Safe: the tuple of names is an argument, and keeps them alive.
        unsafe _overrideLifetime(Borrowed(martlet_tuple_item(names.unsafelyUnwrapped.raw, index)), copying: self)
    }

    /// The value of the named argument at `index`.
    @inline(__always) @_lifetime(copy self) func namedValue(_ index: Int) -> Borrowed { self[count &+ index] }

    /// The same without the first positional argument.
    @inline(__always) @_lifetime(copy self) func droppingFirst() -> Arguments {
        // The word before the second argument holds the first one, which a callee may overwrite only
        // while it restores it; the flag is dropped, because this block belongs to our caller.
        unsafe _overrideLifetime(Arguments(base.unsafelyUnwrapped + 1, count &- 1, names?.raw), copying: self)
    }

    /// A tuple of the positional arguments.
    @inline(__always) func tuple() throws(PythonError) -> Owned {
        let count = self.count
        let tuple = try unsafe Owned(PyTuple_New(count))
        var index = 0
        while index < count {
            // Safe: the tuple has `count` empty places, and each gets a count of its own.
            unsafe martlet_tuple_set_item(tuple.raw, index, self[index].retained().take())
            index &+= 1
        }
        return tuple
    }

    /// A new dictionary of the named arguments, empty where there are none.
    @inline(__always) func dictionary() throws(PythonError) -> Owned {
        let dictionary = try unsafe Owned(PyDict_New())
        try fill(dictionary)
        return dictionary
    }

    /// Stores the named arguments in a dictionary.
    @inline(__always) func fill(_ dictionary: borrowing Owned) throws(PythonError) {
        let count = namedCount
        var index = 0
        while index < count {
            try PythonError.check(unsafe PyDict_SetItem(dictionary.raw, name(index).raw, namedValue(index).raw))
            index &+= 1
        }
    }
}

extension Arguments {
    /// An argument by place, if it has one, or by name; nil if it was not given.
    @_lifetime(copy self) func argument(_ index: Int?, _ name: Interned) -> Borrowed? {
        if let index, index < count { return self[index] }
        for named in 0..<namedCount {
            // Safe: the names are strings; for exact ones the comparison runs no Python code.
            if self.name(named).isIdentical(to: name) || (unsafe PyUnicode_Compare(self.name(named).raw, name.raw)) == 0 {
                return namedValue(named)
            }
        }
        return nil
    }
}
