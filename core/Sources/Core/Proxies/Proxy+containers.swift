import CPython

// Slots of objects and containers.
extension Instance where Fields == ProxyFields {
    static var objectSlots: [Slot] {
        [
            .unary(.representation) { entry(Proxy.self, $0) { proxy throws(PythonError) in try proxy.representation() } },
            .unary(.text) { Proxy.forward($0) { unsafe PyObject_Str($0) } },
            .hash { object in
                sizeEntry { () throws(PythonError) in
                    let wrapped = try unsafe Proxy(object.unsafelyUnwrapped).wrapped()
                    let hash = unsafe PyObject_Hash(wrapped.raw)
                    if hash == -1 { throw PythonError() }
                    return hash
                }
            },
            .compare { object, other, operation in
                unsafe Proxy.compare(object, other, operation)
            },
            .truth { object in
                booleanEntry { () throws(PythonError) in try unsafe Proxy(object.unsafelyUnwrapped).wrapped().isTrue() }
            },
            .setAttribute { object, name, value in
                statusEntry(Proxy.self, object) { proxy throws(PythonError) in
                    try unsafe proxy.setAttribute(named: Borrowed(argument: name), to: Borrowed(optional: value))
                }
            },
            .length { unsafe Proxy.length($0) },
            .sequenceLength { unsafe Proxy.length($0) },
            .contains { object, item in
                booleanEntry { () throws(PythonError) in
                    let wrapped = try unsafe Proxy(object.unsafelyUnwrapped).wrapped()
                    let result = unsafe PySequence_Contains(wrapped.raw, item)
                    try PythonError.check(result)
                    return result != 0
                }
            },
            .binary(.subscript) { object, key in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let wrapped = try proxy.wrapped()
                    return try unsafe Owned(PyObject_GetItem(wrapped.raw, key))
                }
            },
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

    @inline(never) private static func compare(_ object: RawObject?, _ other: RawObject?, _ operation: Int32) -> RawObject? {
        // So short that what a throw needs would be a third of it: only a lazy proxy goes that way.
        let proxy = unsafe Proxy(object.unsafelyUnwrapped)
        guard let wrapped = proxy.fields.wrapped.retained() else { return unsafe compareLazily(object, other, operation) }
        return unsafe PyObject_RichCompare(wrapped.raw, other, operation)
    }

    @inline(never) private static func length(_ object: RawObject?) -> Int {
        // As for comparisons.
        let proxy = unsafe Proxy(object.unsafelyUnwrapped)
        guard let wrapped = proxy.fields.wrapped.retained() else { return unsafe lengthLazily(object) }
        return unsafe PyObject_Size(wrapped.raw)
    }

    @inline(never) private static func lengthLazily(_ object: RawObject?) -> Int {
        sizeEntry { () throws(PythonError) in
            let wrapped = try unsafe Proxy(object.unsafelyUnwrapped).wrapped()
            let length = unsafe PyObject_Size(wrapped.raw)
            if length < 0 { throw PythonError() }
            return length
        }
    }

    @inline(never) private static func compareLazily(_ object: RawObject?, _ other: RawObject?, _ operation: Int32) -> RawObject? {
        entry(Proxy.self, object) { proxy throws(PythonError) in
            let wrapped = try proxy.wrapped()
            return try unsafe Owned(PyObject_RichCompare(wrapped.raw, other, operation))
        }
    }

    private func representation() throws(PythonError) -> Owned {
        let wrapped = try wrapped()
        return try .format(
            "<%s at %p for %s at %p>", .typeName(self), .address(self), .typeName(wrapped), .address(wrapped))
    }
}
