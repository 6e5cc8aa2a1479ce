import CPython

/// A strong reference that releases itself.
///
/// It cannot be copied, so a forgotten release or a second one cannot be written. Pass it
/// to a call as it is (operations borrow their operands), or give it away with `take()`.
@frozen @safe public struct Owned: ~Copyable, Reference {
    @usableFromInline let raw: UnsafeMutablePointer<PyObject>

    /// Takes over a reference that the caller owns.
    @inline(__always) init(stealing raw: RawObject) {
        unsafe self.raw = raw
    }

    /// Takes over what a C function returned: a new reference, or null with an exception set.
    @inline(__always) init(_ result: RawObject?) throws(PythonError) {
        guard let result = unsafe result else { throw PythonError() }
        unsafe self.raw = result
    }

    /// Calls `body` with the object. A constant that was borrowed from cannot be given away any more, for all that the
    /// compiler sees: whoever lends it first, and returns it then, does it like this.
    @inline(__always)
    func lend<Result: ~Copyable, Failure: Error>(_ body: (Borrowed) throws(Failure) -> Result) throws(Failure) -> Result {
        // Safe: `self` keeps the object alive for the call.
        try unsafe body(Borrowed(raw))
    }

    /// Gives the reference away, for a C function that steals it or returns it.
    @export(interface) @inline(__always) consuming func take() -> UnsafeMutablePointer<PyObject> {
        let raw = unsafe self.raw
        discard self
        return unsafe raw
    }

    @inline(__always) deinit {
        // Safe: this value owned exactly one count, and nobody can reach it any more.
        unsafe martlet_release(raw)
    }
}

extension Optional where Wrapped == Owned {
    /// A reference for the length of a call, while the optional keeps the object alive.
    @inline(__always) @_lifetime(borrow self) func borrow() -> Borrowed? {
        switch self {
        // Safe: the optional keeps the object alive, and the result depends on it.
        case .some(let owned): return unsafe _overrideLifetime(Borrowed(owned.raw), borrowing: self)
        case nil: return nil
        }
    }

    /// The same for closures, as `Reference.borrowed`.
    @inline(__always) var borrowed: Borrowed? {
        @_lifetime(borrow self) get { borrow() }
    }
}
