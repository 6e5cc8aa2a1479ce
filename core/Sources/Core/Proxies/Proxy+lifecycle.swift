import CPython

extension Instance where Fields == ProxyFields {
    /// `__new__`: takes and ignores any arguments, so that subclasses may have others.
    @inline(__always) static func make(_ type: TypeReference, state: StateReference) throws(PythonError) -> Owned {
        let object = try type.allocate()
        state.retain()
        Proxy(unchecked: object).fields.state = state
        return object
    }

    /// `__init__`: stores what is wrapped, unless that is `None` and the proxy can make it later.
    func initialize(_ wrapped: Borrowed) throws(PythonError) {
        if wrapped.isNone, try hasFactory() {
            fields.isInitialized = true
            return
        }
        try assign(wrapped.retained())
        fields.isInitialized = true
        try copyDescription(names.module, from: wrapped)
        try copyDescription(names.doc, from: wrapped)
    }

    /// Keeps `__module__` or `__doc__` in the proxy's own dictionary as well, where `object.__getattribute__`
    /// finds it: `help()` reads it so.
    func copyDescription(_ name: Interned, from wrapped: borrowing some Reference & ~Copyable) throws(PythonError) {
        if let value = try wrapped.optionalAttribute(name) {
            let dictionary = try ownDictionary()
            // Safe: a dictionary and a string; nothing of ours is held by address meanwhile.
            try PythonError.check(unsafe PyDict_SetItem(dictionary.raw, name.raw, value.raw))
        } else if let dictionary = fields.dictionary.retained() {
            try dictionary.removeItem(name)
        }
    }

    /// The proxy's own dictionary, made now if there is none.
    func ownDictionary() throws(PythonError) -> Owned {
        if fields.isUndescribed {
            fields.isUndescribed = false
            let wrapped = try wrapped()
            try copyDescription(names.module, from: wrapped)
            try copyDescription(names.doc, from: wrapped)
        }
        if let dictionary = fields.dictionary.retained() { return dictionary }
        let dictionary = try Owned.dictionary()
        _ = fields.dictionary.exchange(dictionary.retained())
        return dictionary
    }

    /// Reports what a proxy refers to, its type included.
    @inline(__always) func traverse(_ visitor: Visitor) -> Int32 {
        var status = unsafe visitor.visitType(of: raw)
        if status == 0 { status = fields.dictionary.traverse(visitor) }
        if status == 0 { status = fields.wrapped.traverse(visitor) }
        return status
    }

    /// Drops what a proxy refers to, except its type.
    @inline(__always) func clear() {
        _ = fields.dictionary.exchange(nil)
        _ = fields.wrapped.exchange(nil)
    }

    /// The end of every `tp_dealloc` of a proxy, once subtypes have dropped their fields.
    @inline(__always) func deallocate() {
        clear()
        let state = self.state
        unsafe Deallocation.free(raw)
        state.release()
    }

    /// The beginning of every `tp_dealloc` of a proxy.
    @inline(__always) func beginDeallocation() {
        unsafe Deallocation.untrack(raw)
        if unsafe fields.weakReferences != nil { unsafe Deallocation.clearWeakReferences(raw) }
    }
}

extension Reference where Self: ~Copyable {
    /// Removes a key from this dictionary, if it is there.
    func removeItem(_ key: borrowing some Reference & ~Copyable) throws(PythonError) {
        // Safe: a dictionary and a living key.
        if unsafe PyDict_DelItem(raw, key.raw) < 0 {
            guard PythonError.matches(.keyError) else { throw PythonError() }
            PythonError.clear()
        }
    }
}
