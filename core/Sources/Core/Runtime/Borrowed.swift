import CPython

/// A reference that somebody else keeps alive: for arguments of a call, and for nothing else.
///
/// The rule that goes with it: never keep one across a call that can run Python code,
/// unless it is an argument of ours (its caller owns it until we return). What is read
/// from a field of an object comes as `Owned` from `Field`, for this very reason.
@safe struct Borrowed: Reference, ~Escapable {
    let raw: RawObject

    @inline(__always) @_lifetime(borrow raw) init(_ raw: RawObject) {
        unsafe self.raw = raw
    }

    /// An argument that C may pass as null.
    @inline(__always) @_lifetime(borrow raw) init?(optional raw: RawObject?) {
        guard let raw = unsafe raw else { return nil }
        unsafe self.raw = raw
    }

    /// An object that lives as long as the interpreter.
    @inline(__always) @_lifetime(immortal) private init(immortal raw: RawObject) {
        unsafe self.raw = raw
    }

    /// Itself, for as long as it may be used: a copy depends on what this one was borrowed from.
    @inline(__always) @_lifetime(copy self) func borrow() -> Borrowed { self }

    @inline(__always) var borrowed: Borrowed {
        @_lifetime(copy self) get { self }
    }

    /// The `None` object.
    @inline(__always) static var none: Borrowed {
        // Safe: the singletons live as long as the interpreter, and so do `True` and the others below.
        @_lifetime(immortal) get { unsafe Borrowed(immortal: martlet_none()) }
    }

    @inline(__always) static var `true`: Borrowed {
        @_lifetime(immortal) get { unsafe Borrowed(immortal: martlet_true()) }
    }

    @inline(__always) static var `false`: Borrowed {
        @_lifetime(immortal) get { unsafe Borrowed(immortal: martlet_false()) }
    }

    @inline(__always) static var notImplemented: Borrowed {
        @_lifetime(immortal) get { unsafe Borrowed(immortal: martlet_not_implemented()) }
    }

    @inline(__always) @_lifetime(immortal) static func bool(_ value: Bool) -> Borrowed { value ? .true : .false }
}

extension Optional where Wrapped == Borrowed {
    /// The reference, or another one where there is none. The standard operator takes only what can escape.
    @inline(__always) @_lifetime(copy reference, copy other)
    static func ?? (reference: Borrowed?, other: Borrowed) -> Borrowed {
        if let reference { return reference }
        return other
    }
}
