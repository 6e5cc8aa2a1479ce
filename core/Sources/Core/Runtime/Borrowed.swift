import CPython

/// A reference that somebody else keeps alive: for arguments of a call, and for nothing else.
///
/// The rule that goes with it: never keep one across a call that can run Python code,
/// unless it is an argument of ours (its caller owns it until we return). What is read
/// from a field of an object comes as `Owned` from `Field`, for this very reason.
@safe struct Borrowed: Reference {
    let raw: RawObject

    @inline(__always) init(_ raw: RawObject) {
        unsafe self.raw = raw
    }

    /// An argument that C may pass as null.
    @inline(__always) init?(optional raw: RawObject?) {
        guard let raw = unsafe raw else { return nil }
        unsafe self.raw = raw
    }

    /// The `None` object.
    @inline(__always) static var none: Borrowed {
        // Safe: the singletons live as long as the interpreter, and so do `True` and the others below.
        unsafe Borrowed(martlet_none())
    }

    @inline(__always) static var `true`: Borrowed { unsafe Borrowed(martlet_true()) }
    @inline(__always) static var `false`: Borrowed { unsafe Borrowed(martlet_false()) }
    @inline(__always) static var notImplemented: Borrowed { unsafe Borrowed(martlet_not_implemented()) }

    @inline(__always) static func bool(_ value: Bool) -> Borrowed { value ? .true : .false }
}
