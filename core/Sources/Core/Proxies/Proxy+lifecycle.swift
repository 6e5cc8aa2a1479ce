import CPython

extension Instance where Fields == ProxyFields {
    /// `__new__`: takes and ignores any arguments, so that subclasses may have others.
    @inline(__always) static func make(_ type: TypeReference, state: StateReference) throws(PythonError) -> Owned {
        let object = try type.allocate()
        state.retain()
        Proxy(unchecked: object).fields.state = state
        return object
    }

    /// The state for a type that is about to be instantiated, and may be a subclass made in Python.
    static func state(forNew type: TypeReference) throws(PythonError) -> StateReference {
        let state = try StateReference(type: type)
        // Safe: the type is alive, and about to be instantiated.
        unsafe martlet_use_own_get_attribute(type.rawType, state.names.getattribute.raw)
        return state
    }

    /// `__init__`: stores what is wrapped, unless that is `None` and the proxy can make it later. Of our own
    /// types it is known that they keep their dictionary to themselves.
    @inline(__always) func initialize(_ wrapped: Borrowed, isExactType: Bool = false) throws(PythonError) {
        if wrapped.isNone, try hasFactory() {
            fields.isInitialized = true
            return
        }
        try assign(wrapped.retained())
        fields.isInitialized = true
        fields.isUndescribed = false
        let description = try Description(of: wrapped, state)
        if mayShareDictionary(isExactType: isExactType), let dictionary = try state.sharedDictionary(description) {
            _ = fields.dictionary.exchange(dictionary)
            fields.sharesDictionary = true
            return
        }
        try storeDescription(names.module, description.module)
        try storeDescription(names.doc, description.documentation)
    }

    /// Whether the dictionary may be one that many proxies have.
    @inline(__always) private func mayShareDictionary(isExactType: Bool) -> Bool {
        if !fields.dictionary.isEmpty, !fields.sharesDictionary { return false }
        return isExactType ? true : !isDictionaryExposed
    }

    /// Whether a class has put a `__dict__` of its own before the proxy's, which gives the dictionary to anybody.
    private var isDictionaryExposed: Bool {
        guard let property = type.lookup(names.dict) else { return true }
        return !state.pointee.objects.proxyDictionary.holds(property)
    }

    /// Keeps `__module__` or `__doc__` in the proxy's own dictionary as well, where `object.__getattribute__`
    /// finds it: `help()` reads it so.
    func copyDescription(_ name: Interned, from wrapped: borrowing some AnyReference) throws(PythonError) {
        let value = try wrapped.optionalAttribute(name)
        try storeDescription(name, value)
    }

    /// Stores such a copy, or removes it where there is no value.
    private func storeDescription(_ name: Interned, _ value: borrowing Owned?) throws(PythonError) {
        if let value = value.borrow() {
            let dictionary = try ownDictionary()
            try dictionary.setDictionaryItem(name, value)
        } else if !fields.dictionary.isEmpty {
            let dictionary = try ownDictionary()
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
        if let dictionary = fields.dictionary.retained() {
            if !fields.sharesDictionary { return dictionary }
            // Safe: copies a dictionary of strings.
            let copy = try unsafe Owned(PyDict_Copy(dictionary.raw))
            _ = fields.dictionary.exchange(copy.retained())
            fields.sharesDictionary = false
            return copy
        }
        let dictionary = try Owned.dictionary()
        _ = fields.dictionary.exchange(dictionary.retained())
        return dictionary
    }

    /// `object.__setattr__(self, name, value)`, or `__delattr__` where there is no value: the one way to write
    /// to the proxy itself.
    @inline(__always)
    func setGenericAttribute(_ name: borrowing some AnyReference, _ value: Borrowed?) throws(PythonError) {
        if fields.sharesDictionary { _ = try ownDictionary() }
        // Safe: all are alive; the dictionary is the proxy's own.
        try PythonError.check(unsafe PyObject_GenericSetAttr(raw, name.raw, value?.raw))
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
        fields.sharesDictionary = false
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

    /// The same for a type whose dead objects are kept.
    @inline(__always) func deallocate(keeping keep: (RawObject) -> Bool) {
        clear()
        fields.isInitialized = false
        fields.isUndescribed = false
        let state = self.state
        if unsafe !keep(raw) { unsafe Deallocation.free(raw) }
        state.release()
    }

    /// The beginning of every `tp_dealloc` of a proxy.
    @inline(__always) func beginDeallocation() {
        unsafe Deallocation.untrack(raw)
        if unsafe fields.weakReferences != nil { unsafe Deallocation.clearWeakReferences(raw) }
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Removes a key from this dictionary, if it is there.
    func removeItem(_ key: borrowing some AnyReference) throws(PythonError) {
        // Safe: a dictionary and a living key.
        if unsafe PyDict_DelItem(raw, key.raw) < 0 {
            guard PythonError.matches(.keyError) else { throw PythonError() }
            PythonError.clear()
        }
    }
}
