import CPython

/// The garbage collector's callback in a `tp_traverse`.
@safe struct Visitor {
    private let function: visitproc
    private let argument: UnsafeMutableRawPointer?

    @inline(__always) init?(_ function: visitproc?, _ argument: UnsafeMutableRawPointer?) {
        guard let function = unsafe function else { return nil }
        unsafe self.function = function
        unsafe self.argument = argument
    }

    /// Reports one object; anything but 0 is to be returned at once.
    @inline(__always) func visit(_ raw: RawObject) -> Int32 {
        // Safe: this is how `Py_VISIT` calls it.
        unsafe function(raw, argument)
    }

    /// Reports an object's type, as every heap type has to.
    @inline(__always) func visitType(of raw: RawObject) -> Int32 {
        unsafe UnsafeMutableRawPointer(martlet_type(raw)).withMemoryRebound(to: PyObject.self, capacity: 1) {
            unsafe visit($0)
        }
    }
}
