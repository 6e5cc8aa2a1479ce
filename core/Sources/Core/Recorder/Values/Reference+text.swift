import CPython

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Calls `body` with the text of a string as UTF-8, valid for the call.
    ///
    /// Lone surrogates, which UTF-8 has no form for, are written as `\udcXX`. Nothing is raised: where
    /// there is no memory for the bytes, the text is empty. The object itself is not changed.
    @safe func withUTF8<Result: ~Copyable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if unsafe martlet_is_ascii(raw) != 0 {
            // Safe: an ASCII string's text lies in the object, which is alive for the call.
            return unsafe body(
                UnsafeRawBufferPointer(start: martlet_ascii_text(raw), count: martlet_text_length(raw)))
        }
        // Safe: the codec functions return a new bytes object or null.
        var encoded = unsafe PyUnicode_AsUTF8String(raw)
        if unsafe encoded == nil {
            PythonError.clear()
            unsafe encoded = PyUnicode_AsEncodedString(raw, "utf-8", "backslashreplace")
        }
        guard let bytes = unsafe encoded else {
            PythonError.clear()
            return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let owned = unsafe Owned(stealing: bytes)
        let result = unsafe body(
            UnsafeRawBufferPointer(start: martlet_bytes_text(owned.raw), count: martlet_bytes_count(owned.raw)))
        return result
    }

    @inline(__always) var isList: Bool { unsafe martlet_is_list(raw) != 0 }
    @inline(__always) var isInteger: Bool { unsafe martlet_is_integer(raw) != 0 }
    @inline(__always) var isFloat: Bool { unsafe martlet_is_float(raw) != 0 }
    @inline(__always) var isBytes: Bool { unsafe martlet_is_bytes(raw) != 0 }

    /// The value of an `int` that fits; nil, with nothing raised, for others.
    var integerValue: Int64? {
        guard isInteger else { return nil }
        var overflow: Int32 = 0
        // Safe: reads an int; the overflow goes to a local.
        let value = unsafe PyLong_AsLongLongAndOverflow(raw, &overflow)
        return overflow == 0 ? value : nil
    }

    /// Whether a string has exactly this text.
    func spells(_ text: StaticString) -> Bool {
        withUTF8 { bytes in
            guard bytes.count == text.utf8CodeUnitCount else { return false }
            // Safe: both have that many bytes.
            for index in 0..<bytes.count where unsafe bytes[index] != text.utf8Start[index] { return false }
            return true
        }
    }

    // What follows is for recording: where it raises, the exception is dropped and the answer is nil.

    /// `getattr(self, name)`.
    func quietAttribute(_ name: borrowing some AnyReference) -> Owned? {
        do throws(PythonError) { return try optionalAttribute(name) } catch {
            PythonError.dismiss()
            return nil
        }
    }

    /// `str(self)`.
    func optionalText() -> Owned? {
        // Safe: a new reference or null.
        guard let text = unsafe PyObject_Str(raw) else {
            PythonError.dismissFromValue()
            return nil
        }
        return unsafe Owned(stealing: text)
    }

    /// `repr(self)`.
    func optionalRepresentation() -> Owned? {
        // Safe: a new reference or null.
        guard let text = unsafe PyObject_Repr(raw) else {
            PythonError.dismissFromValue()
            return nil
        }
        return unsafe Owned(stealing: text)
    }
}
