import CPython

/// A borrowed reference to an object of ours, whose memory is a `PyObject` and then `Fields`.
///
/// `Fields` is a plain struct of `Field`s, integers and pointers, without a `deinit`: all
/// bits zero, as `tp_alloc` leaves them, must be a valid value. A subtype's `Fields` starts
/// with its base's. An `Instance` is a `Borrowed` with a type: the same rule holds for it.
@safe struct Instance<Fields>: Reference, ~Escapable {
    let raw: RawObject

    /// Trusts that the object's type, or a base of it, was built for `Fields`.
    @inline(__always) @_lifetime(borrow raw) init(_ raw: RawObject) {
        unsafe self.raw = raw
    }

    @inline(__always) @_lifetime(borrow object) init(unchecked object: borrowing some AnyReference) {
        unsafe raw = object.raw
    }

    /// The same object with the fields of a base, or of the type that it is known to have.
    @inline(__always) @_lifetime(copy self) func cast<Other>(to _: Instance<Other>.Type) -> Instance<Other> {
        // Safe: the same object, for as long as this reference to it.
        unsafe _overrideLifetime(Instance<Other>(raw), copying: self)
    }

    /// The object's own part of its memory. Access is for the length of one expression.
    @inline(__always) var fields: Fields {
        unsafeAddress {
            // Safe: `basicsize` below made room for the fields behind the header.
            unsafe UnsafePointer(Instance<Fields>.address(of: raw))
        }
        nonmutating unsafeMutableAddress {
            unsafe Instance<Fields>.address(of: raw)
        }
    }

    @inline(__always) private static func address(of raw: RawObject) -> UnsafeMutablePointer<Fields> {
        unsafe UnsafeMutableRawPointer(raw).advanced(by: MemoryLayout<PyObject>.size)
            .assumingMemoryBound(to: Fields.self)
    }

    /// The size of such an object, for `tp_basicsize`.
    static var basicSize: Int { unsafe MemoryLayout<PyObject>.size + MemoryLayout<Fields>.stride }

    /// The offset in the object of a field at `offset` in `Fields`, for `__dictoffset__` and others.
    static func offset(_ offset: Int) -> Int { unsafe MemoryLayout<PyObject>.size + offset }
}
