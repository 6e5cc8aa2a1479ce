import CPython

/// A reference to a Python object: `Owned`, `Borrowed`, `Interned` or `Instance`.
///
/// All operations on objects are written once, as extensions of this protocol. Each takes
/// its operands as borrowed and returns what it makes as `Owned`.
protocol Reference: ~Copyable, ~Escapable {
    /// The object's address. Never null; valid as long as the reference is.
    var raw: RawObject { get }
}

/// Any of them, as the operand of an operation.
typealias AnyReference = Reference & ~Copyable & ~Escapable

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// A reference that the compiler lets nobody use for longer than `self` lives.
    @inline(__always) @_lifetime(borrow self) func borrow() -> Borrowed {
        // Safe: `self` keeps the object alive, and the result depends on it.
        unsafe _overrideLifetime(Borrowed(raw), borrowing: self)
    }

    /// The same for closures, where the optimiser does not survive `borrow()` of a captured constant. Of an `Owned` it
    /// makes the compiler keep that constant in memory that is allocated: not for a path that is taken often.
    @inline(__always) var borrowed: Borrowed {
        @_lifetime(borrow self) get { borrow() }
    }

    /// A new strong reference.
    @inline(__always) func retained() -> Owned {
        // Safe: the object is alive, and the new count is handed to the `Owned`.
        unsafe martlet_retain(raw)
        return unsafe Owned(stealing: raw)
    }

    /// Whether both are the same object.
    @inline(__always) func isIdentical(to other: borrowing some AnyReference) -> Bool {
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
