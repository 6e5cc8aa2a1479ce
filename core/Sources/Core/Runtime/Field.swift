import CPython

/// One reference inside an object's memory, empty when all bits are zero.
///
/// A field can change whenever Python code runs, so it is only ever read as a new
/// `Owned`: whoever holds that may call anything. Writing swaps first and releases the old
/// value last, because a release can run a destructor that looks at this very field.
@safe struct Field {
    private var raw: RawObject?

    /// An empty field.
    init() { unsafe raw = nil }

    /// Whether nothing is stored.
    @inline(__always) var isEmpty: Bool { unsafe raw == nil }

    /// A strong reference to what is stored.
    @inline(__always) func retained() -> Owned? {
        guard let raw = unsafe raw else { return nil }
        // Safe: the field owns a count, so the object is alive.
        unsafe martlet_retain(raw)
        return unsafe Owned(stealing: raw)
    }

    /// Stores `value` and returns what was there, for the caller to let go.
    @inline(__always) mutating func exchange(_ value: consuming Owned?) -> Owned? {
        let previous = unsafe raw
        if let value { unsafe raw = value.take() } else { unsafe raw = nil }
        // Safe: the count that the field had now belongs to the result.
        if let previous = unsafe previous { return unsafe Owned(stealing: previous) }
        return nil
    }

    /// Stores `value` in a field known to be empty: in an object that nobody has seen yet.
    @inline(__always) mutating func initialize(_ value: consuming Owned) {
        unsafe raw = value.take()
    }

    /// Whether `object` is what is stored. Compares addresses only.
    @inline(__always) func holds(_ object: borrowing some AnyReference) -> Bool {
        unsafe raw == object.raw
    }

    /// Whether `None` is stored.
    @inline(__always) var isNone: Bool { unsafe raw == martlet_none() }

    /// The address of what is stored, 0 for nothing: to compare with `Reference.address`.
    @inline(__always) var key: Int { unsafe Int(bitPattern: raw) }

    /// Reports the reference to the garbage collector.
    @inline(__always) func traverse(_ visitor: Visitor) -> Int32 {
        guard let raw = unsafe raw else { return 0 }
        return unsafe visitor.visit(raw)
    }
}
