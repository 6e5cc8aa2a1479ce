import CPython

/// Says of a thread that it is writing a value down: calls that the value's own code makes meanwhile,
/// as a `__repr__` does, are ours and not the program's.
enum Capturing {
    @inline(__always)
    static var isActive: Bool {
        // Safe: the thread's own counter.
        unsafe martlet_capturing().pointee != 0
    }

    /// Calls `body` with the thread so marked.
    @inline(__always)
    static func quietly<Result: ~Copyable>(_ body: () -> Result) -> Result {
        // Safe, twice: the thread's own counter; it is asked for again, should the body change threads.
        unsafe martlet_capturing().pointee &+= 1
        let result = body()
        unsafe martlet_capturing().pointee &-= 1
        return result
    }
}
