import CPython

/// An interned string that the module state keeps for its interpreter: an attribute name.
@safe struct Interned: Reference {
    let raw: RawObject

    /// Interns `text`. The reference belongs to whoever keeps this value; `release()` gives it up.
    ///
    /// This happens at import only. Without memory for a name the interpreter ends, as it does by
    /// itself when that happens to it at start.
    init(_ text: StaticString) {
        // Safe: static strings are NUL-terminated; the result is a new reference or null.
        guard let raw = unsafe PyUnicode_InternFromString(text.cString) else {
            unsafe Py_FatalError("martlet: no memory for an attribute name")
        }
        unsafe self.raw = raw
    }

    /// Gives the reference up.
    func release() {
        // Safe: called once, by the owner, as the last thing.
        unsafe martlet_release(raw)
    }
}
