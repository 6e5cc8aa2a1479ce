import CPython

/// Dead objects of one type, kept to be used again: what a call makes and drops at once is then
/// neither allocated nor freed. Each lies here without a count, untracked, its fields empty.
///
/// The lock of the interpreter guards it, as it does all of a module's state.
@safe struct FreeList {
    private var first: RawObject?
    private var count = 0

    /// Takes an object out, with one count and its type's, which is alive; nil if there is none. It is not yet
    /// tracked by the collector, so that its fields can be stored: `track()` comes last.
    @inline(__always) mutating func take() -> Owned? {
        guard let object = unsafe first else { return nil }
        // Safe: what lies here is memory of an object of this type, owned by the list.
        unsafe first = FreeList.link(of: object).pointee
        unsafe FreeList.link(of: object).pointee = nil
        count &-= 1
        unsafe martlet_revive(object)
        return unsafe Owned(stealing: object)
    }

    /// Keeps a dead object, in place of `Deallocation.free`; says no when there are enough.
    @inline(__always) mutating func keep(_ object: RawObject) -> Bool {
        guard count < martlet_free_list_capacity else { return false }
        // Safe: nobody refers to the object, and its first field is empty.
        let type = unsafe TypeReference(martlet_type(object))
        unsafe FreeList.link(of: object).pointee = first
        unsafe first = object
        count &+= 1
        unsafe martlet_release(type.raw)
        return true
    }

    /// Frees what is kept.
    mutating func empty() {
        while let object = unsafe first {
            unsafe first = FreeList.link(of: object).pointee
            unsafe PyObject_GC_Del(object)
        }
        count = 0
    }

    /// The word behind the header: a field in a living object, the next object in a dead one.
    @inline(__always) private static func link(of object: RawObject) -> UnsafeMutablePointer<RawObject?> {
        unsafe UnsafeMutableRawPointer(object).advanced(by: MemoryLayout<PyObject>.size)
            .assumingMemoryBound(to: RawObject?.self)
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Shows the object to the collector, once its fields are stored.
    @inline(__always) func track() {
        // Safe: the object is not tracked yet.
        unsafe PyObject_GC_Track(raw)
    }
}
