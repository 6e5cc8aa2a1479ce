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
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let wrapped = try proxy.wrapped()
                    return try unsafe Owned(PyObject_RichCompare(wrapped.raw, other, operation))
                }
            },
            .truth { object in
                booleanEntry { () throws(PythonError) in try unsafe Proxy(object.unsafelyUnwrapped).wrapped().isTrue() }
            },
            .setAttribute { object, name, value in
                statusEntry(Proxy.self, object) { proxy throws(PythonError) in
                    try unsafe proxy.setAttribute(named: Borrowed(argument: name), to: Borrowed(optional: value))
                }
            },
            .length { object in
                sizeEntry { () throws(PythonError) in
                    let wrapped = try unsafe Proxy(object.unsafelyUnwrapped).wrapped()
                    let length = unsafe PyObject_Size(wrapped.raw)
                    if length < 0 { throw PythonError() }
                    return length
                }
            },
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

    private func representation() throws(PythonError) -> Owned {
        let wrapped = try wrapped()
        return try .format(
            "<%s at %p for %s at %p>", .typeName(self), .address(self), .typeName(wrapped), .address(wrapped))
    }
}
