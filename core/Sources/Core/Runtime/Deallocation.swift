import CPython

/// The parts of a `tp_dealloc`, `tp_traverse` and `tp_clear` that are the same for all our types.
enum Deallocation {
    /// Takes the object from the collector. First thing in every `tp_dealloc`: a collection may start
    /// in anything that comes after it.
    @inline(__always) static func untrack(_ object: RawObject) {
        // Safe: the object is alive as far as the collector knows.
        unsafe PyObject_GC_UnTrack(object)
    }

    /// Makes the weak references to the object dead, and calls their callbacks.
    @inline(__always) static func clearWeakReferences(_ object: RawObject) {
        unsafe PyObject_ClearWeakRefs(object)
    }

    /// Frees the memory and lets the type go. Last thing in every `tp_dealloc`.
    @inline(__always) static func free(_ object: RawObject) {
        // Safe: nothing refers to the object; an instance of a heap type owns a count of its type.
        let type = unsafe martlet_type(object)
        unsafe type.pointee.tp_free.unsafelyUnwrapped(UnsafeMutableRawPointer(object))
        unsafe martlet_release(TypeReference(type).raw)
    }
}
