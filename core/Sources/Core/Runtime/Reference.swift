import CPython

/// A reference to a Python object: `Owned`, `Borrowed`, `Interned` or `Instance`.
///
/// All operations on objects are written once, as extensions of this protocol. Each takes
/// its operands as borrowed and returns what it makes as `Owned`.
protocol Reference: ~Copyable {
    /// The object's address. Never null; valid as long as the reference is.
    var raw: RawObject { get }
}

extension Reference where Self: ~Copyable {
    /// A reference for the length of a call. Whoever asks keeps `self` alive meanwhile.
    @inline(__always) var borrowed: Borrowed { unsafe Borrowed(raw) }

    /// A new strong reference.
    @inline(__always) func retained() -> Owned {
        // Safe: the object is alive, and the new count is handed to the `Owned`.
        unsafe martlet_retain(raw)
        return unsafe Owned(stealing: raw)
    }

    /// Whether both are the same object.
    @inline(__always) func isIdentical(to other: borrowing some Reference & ~Copyable) -> Bool {
        unsafe raw == other.raw
    }

    /// The address as a number, which tells the object from others while it lives.
    @inline(__always) var address: Int { unsafe Int(bitPattern: raw) }

    /// Whether this is `None`.
    @inline(__always) var isNone: Bool {
        // Safe: compares addresses only.
        unsafe raw == martlet_none()
    }
}
