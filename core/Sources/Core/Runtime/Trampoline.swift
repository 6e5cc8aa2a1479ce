import CPython

// Every function that CPython calls goes through one of these: a Swift throw becomes the
// value that means "an exception is set" in C. The closures are inlined.
//
// An entry point on a hot path is a closure that calls a function which is not inlined: in the C entry
// point that Swift makes of a closure the compiler inlines no C, so that each reference count would be a call.

/// For functions that return a new reference, or null.
@inline(__always) @safe
func entry(_ body: () throws(PythonError) -> Owned) -> RawObject? {
    do throws(PythonError) { return unsafe try body().take() } catch { return nil }
}

/// The same for a method of an object of ours.
@inline(__always) @safe
func entry<Fields>(
    _: Instance<Fields>.Type, _ object: RawObject?, _ body: (Instance<Fields>) throws(PythonError) -> Owned
) -> RawObject? {
    // Safe: CPython calls a method with an object of the type that has it.
    let instance = unsafe Instance<Fields>(object.unsafelyUnwrapped)
    do throws(PythonError) { return unsafe try body(instance).take() } catch { return nil }
}

/// For functions that return 0, or -1.
@inline(__always)
func statusEntry(_ body: () throws(PythonError) -> Void) -> Int32 {
    do throws(PythonError) {
        try body()
        return 0
    } catch {
        return -1
    }
}

/// The same for a method of an object of ours.
@inline(__always) @safe
func statusEntry<Fields>(
    _: Instance<Fields>.Type, _ object: RawObject?, _ body: (Instance<Fields>) throws(PythonError) -> Void
) -> Int32 {
    // Safe: as above.
    let instance = unsafe Instance<Fields>(object.unsafelyUnwrapped)
    return statusEntry { () throws(PythonError) in try body(instance) }
}

/// For functions that return 1 or 0, or -1.
@inline(__always)
func booleanEntry(_ body: () throws(PythonError) -> Bool) -> Int32 {
    do throws(PythonError) { return try body() ? 1 : 0 } catch { return -1 }
}

/// For functions that return a size or a hash, or -1.
@inline(__always)
func sizeEntry(_ body: () throws(PythonError) -> Int) -> Int {
    do throws(PythonError) { return try body() } catch { return -1 }
}

extension Borrowed {
    /// An argument that CPython never passes as null.
    @inline(__always) @safe @_lifetime(borrow raw) init(argument raw: RawObject?) {
        let argument = unsafe raw.unsafelyUnwrapped
        // Safe: depends on the argument of the C function, which its caller keeps alive.
        unsafe self = _overrideLifetime(Borrowed(argument), borrowing: raw)
    }
}
