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
    @inline(__always) var borrowed: Borrowed? {
        switch self {
        case .some(let owned): owned.borrowed
        case nil: nil
        }
    }
}
