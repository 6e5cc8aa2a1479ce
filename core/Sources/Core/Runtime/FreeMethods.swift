import CPython

/// Bound methods that nobody refers to, kept to be bound to something else: a call of a wrapped method then
/// neither allocates one nor frees it. Each lies here with its one count, untracked, the first of its two
/// references used as the link.
///
/// The lock of the interpreter guards it, as it does all of a module's state.
@safe struct FreeMethods {
    private var first: RawObject?
    private var count = 0

    /// `types.MethodType(function, object)`.
    @inline(__always) mutating func bind(
        _ function: borrowing some AnyReference, to object: borrowing some AnyReference
    ) throws(PythonError) -> Owned {
        guard let method = unsafe first else { return try unsafe Owned(PyMethod_New(function.raw, object.raw)) }
        // Safe: what lies here is a bound method that the list owns, and its two references are not.
        unsafe first = martlet_method_function(method).pointee
        count &-= 1
        unsafe martlet_method_function(method).pointee = function.retained().take()
        unsafe martlet_method_self(method).pointee = object.retained().take()
        let result = unsafe Owned(stealing: method)
        result.track()
        return result
    }

    /// Keeps what somebody is done with, if it is a bound method and nobody else refers to it. What that was
    /// bound to is returned, to be let go when nothing of ours is half done.
    @inline(__always) mutating func keep(_ object: consuming Owned) -> Spent {
        // Safe: looks at a living object.
        guard count < martlet_free_list_capacity, unsafe martlet_is_spent_method(object.raw) != 0 else {
            return Spent(first: object, second: nil)
        }
        let method = unsafe object.take()
        // Safe: nobody else can see the method, which owned the two references.
        unsafe Deallocation.untrack(method)
        let function = unsafe martlet_method_function(method).pointee
        let instance = unsafe martlet_method_self(method).pointee
        unsafe martlet_method_function(method).pointee = first
        unsafe martlet_method_self(method).pointee = nil
        unsafe first = method
        count &+= 1
        return unsafe Spent(first: function.map { unsafe Owned(stealing: $0) }, second: instance.map { unsafe Owned(stealing: $0) })
    }

    /// References whose end may run Python code.
    struct Spent: ~Copyable {
        let first: Owned?
        let second: Owned?
    }

    /// Frees what is kept.
    mutating func empty() {
        while let method = unsafe first {
            // Safe: the method is whole and tracked again when it dies, as CPython wants it.
            unsafe first = martlet_method_function(method).pointee
            unsafe martlet_method_function(method).pointee = Owned.none.take()
            let owned = unsafe Owned(stealing: method)
            owned.track()
        }
        count = 0
    }
}
