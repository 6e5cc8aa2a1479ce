import CPython

/// A method that Python itself would call: looked up on the object's type, as `with` does, and not on the object.
struct SpecialMethod: ~Copyable {
    private let function: Owned
    /// Whether the function takes the object as its first argument. What binds in another way is bound already.
    private let takesObject: Bool

    /// Nil if the type has no such method.
    @inline(__always) init?(_ name: Interned, of object: Borrowed) throws(PythonError) {
        guard let found = object.type.lookup(name) else { return nil }
        // Safe: looks at the flags of a living object's type.
        if unsafe martlet_is_method_descriptor(found.raw) != 0 {
            function = found
            takesObject = true
            return
        }
        takesObject = false
        if let get = unsafe martlet_descriptor_get(found.type.rawType) {
            // Safe: the slot is called as CPython does, with living objects.
            function = try unsafe Owned(get(found.raw, object.raw, object.type.raw))
        } else {
            function = found
        }
    }

    /// Calls the method of the object that it was looked up for.
    @inline(__always) func call(of object: Borrowed) throws(PythonError) -> Owned {
        takesObject ? try function.call(object) : try function.call()
    }

    /// The same with three arguments.
    @inline(__always) func call(
        of object: Borrowed, _ a: borrowing some AnyReference, _ b: borrowing some AnyReference,
        _ c: borrowing some AnyReference
    ) throws(PythonError) -> Owned {
        takesObject ? try function.call(object, a, b, c) : try function.call(a, b, c)
    }
}
