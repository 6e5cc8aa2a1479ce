import CPython

/// A `PyObject *`, as C hands it to us. It appears in the signatures of C entry points
/// and inside `Runtime/`; all else holds an `Owned`, a `Borrowed` or a `Field`.
typealias RawObject = UnsafeMutablePointer<PyObject>

/// A `PyTypeObject *`.
typealias RawType = UnsafeMutablePointer<PyTypeObject>

/// The argument vector of a vectorcall.
typealias RawArguments = UnsafePointer<RawObject?>
