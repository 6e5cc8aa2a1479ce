import CPython

// Slots of objects and containers.
extension Instance where Fields == ProxyFields {
    static var objectSlots: [Slot] {
        [
            .unary(.representation) { entry(Proxy.self, $0) { proxy throws(PythonError) in try proxy.representation() } },
            .unary(.text) { Proxy.forward($0) { unsafe PyObject_Str($0) } },
            .hash { unsafe Proxy.hash($0) },
            .compare { object, other, operation in
                unsafe Proxy.compare(object, other, operation)
            },
            .truth { unsafe Proxy.truth($0) },
            .setAttribute { object, name, value in
                statusEntry(Proxy.self, object) { proxy throws(PythonError) in
                    try unsafe proxy.setAttribute(named: Borrowed(argument: name), to: Borrowed(optional: value))
                }
            },
            .length { unsafe Proxy.length($0) },
            .sequenceLength { unsafe Proxy.length($0) },
            .contains { unsafe Proxy.contains($0, $1) },
            .binary(.subscript) { unsafe Proxy.item($0, $1) },
            .setItem { object, key, value in
                statusEntry(Proxy.self, object) { proxy throws(PythonError) in
                    let wrapped = try proxy.wrapped()
                    // Safe: the slot stands for assignment, and for deletion with a null.
                    try PythonError.check(
                        unsafe value == nil ? PyObject_DelItem(wrapped.raw, key) : PyObject_SetItem(wrapped.raw, key, value))
                }
            },
        ]
    }

    // The slots below are so short that what a throw needs would be a third of them: only a lazy proxy, whose
    // object is not there yet, goes that way.

    @inline(never) private static func compare(_ object: RawObject?, _ other: RawObject?, _ operation: Int32) -> RawObject? {
        guard let wrapped = unsafe Proxy(object.unsafelyUnwrapped).fields.wrapped.retained() else {
            return entry(Proxy.self, object) { proxy throws(PythonError) in
                let wrapped = try proxy.wrapped()
                return try unsafe Owned(PyObject_RichCompare(wrapped.raw, other, operation))
            }
        }
        return unsafe PyObject_RichCompare(wrapped.raw, other, operation)
    }

    @inline(never) private static func item(_ object: RawObject?, _ key: RawObject?) -> RawObject? {
        guard let wrapped = unsafe Proxy(object.unsafelyUnwrapped).fields.wrapped.retained() else {
            return entry(Proxy.self, object) { proxy throws(PythonError) in
                let wrapped = try proxy.wrapped()
                return try unsafe Owned(PyObject_GetItem(wrapped.raw, key))
            }
        }
        return unsafe martlet_item(wrapped.raw, key.unsafelyUnwrapped)
    }

    @inline(never) private static func length(_ object: RawObject?) -> Int {
        guard let wrapped = unsafe Proxy(object.unsafelyUnwrapped).fields.wrapped.retained() else {
            return unsafe lazily(object) { unsafe PyObject_Size($0) }
        }
        return unsafe martlet_length(wrapped.raw)
    }

    @inline(never) private static func hash(_ object: RawObject?) -> Int {
        guard let wrapped = unsafe Proxy(object.unsafelyUnwrapped).fields.wrapped.retained() else {
            return unsafe lazily(object) { unsafe PyObject_Hash($0) }
        }
        return unsafe martlet_hash(wrapped.raw)
    }

    @inline(never) private static func truth(_ object: RawObject?) -> Int32 {
        guard let wrapped = unsafe Proxy(object.unsafelyUnwrapped).fields.wrapped.retained() else {
            return Int32(truncatingIfNeeded: unsafe lazily(object) { unsafe Int(PyObject_IsTrue($0)) })
        }
        return unsafe martlet_is_true(wrapped.raw)
    }

    @inline(never) private static func contains(_ object: RawObject?, _ item: RawObject?) -> Int32 {
        guard let wrapped = unsafe Proxy(object.unsafelyUnwrapped).fields.wrapped.retained() else {
            return Int32(truncatingIfNeeded: unsafe lazily(object) { unsafe Int(PySequence_Contains($0, item)) })
        }
        return unsafe martlet_contains(wrapped.raw, item.unsafelyUnwrapped)
    }

    /// An operation that returns a number, or -1 with an exception set, on the object of a lazy proxy.
    @inline(never) private static func lazily(_ object: RawObject?, _ operation: (RawObject) -> Int) -> Int {
        sizeEntry { () throws(PythonError) in
            let wrapped = try unsafe Proxy(object.unsafelyUnwrapped).wrapped()
            return unsafe operation(wrapped.raw)
        }
    }

    private func representation() throws(PythonError) -> Owned {
        let wrapped = try wrapped()
        return try .format(
            "<%s at %p for %s at %p>", .typeName(self), .address(self), .typeName(wrapped), .address(wrapped))
    }
}
