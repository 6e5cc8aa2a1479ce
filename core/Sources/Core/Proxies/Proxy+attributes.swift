import CPython

extension Instance where Fields == ProxyFields {
    /// `tp_getattro`.
    @inline(never) static func getAttribute(_ object: RawObject?, _ name: RawObject?) -> RawObject? {
        entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.getAttribute(Borrowed(argument: name)) }
    }

    /// Reads an attribute: `__module__` and `__doc__` of the wrapped object, then the proxy's own,
    /// then whatever `__getattr__` says, which for a plain proxy is the wrapped object's.
    @inline(__always) func getAttribute(_ name: Borrowed) throws(PythonError) -> Owned {
        if let special = try getDescription(name) { return special }
        if let found = try genericAttribute(name) { return found }
        return try getForwarded(name)
    }

    /// What a missing attribute is looked up in, through the `__getattr__` that the type has.
    @inline(__always) func getForwarded(_ name: Borrowed) throws(PythonError) -> Owned {
        if let hook = type.lookup(names.getattr), !state.pointee.objects.proxyGetattr.holds(hook) {
            if state.pointee.objects.boundGetattr.holds(hook) {
                return try FunctionWrapper(unchecked: self).getBoundForwarded(name)
            }
            return try getThroughHook(name)
        }
        return try wrapped().attribute(name)
    }

    @inline(never) private func getThroughHook(_ name: Borrowed) throws(PythonError) -> Owned {
        guard let hook = try genericAttribute(names.getattr) else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '%U'", .typeName(self), .object(name))
        }
        return try hook.call(name)
    }

    /// `__module__` and `__doc__`, which are strings on the type, so that they cannot be properties.
    /// Nearly every name is interned: two comparisons of addresses then say that it is another one.
    @inline(__always) private func getDescription(_ name: Borrowed) throws(PythonError) -> Owned? {
        if name.isIdentical(to: names.module) { return try wrapped().attribute(name) }
        if name.isIdentical(to: names.doc) { return try documentation() }
        // Safe: attribute names are strings.
        if unsafe martlet_is_interned(name.raw) != 0 { return nil }
        return try getUninternedDescription(name)
    }

    @inline(never) private func getUninternedDescription(_ name: Borrowed) throws(PythonError) -> Owned? {
        if try names.module.equalsName(name) { return try wrapped().attribute(name) }
        if try names.doc.equalsName(name) { return try documentation() }
        return nil
    }

    private func documentation() throws(PythonError) -> Owned {
        if let descriptor = try documentationDescriptor() {
            // Safe: the descriptor's type was seen to have the slot, and is kept alive by it.
            let get = unsafe martlet_descriptor_get(descriptor.type.rawType).unsafelyUnwrapped
            return try unsafe Owned(get(descriptor.raw, raw, type.raw))
        }
        return try wrapped().attribute(names.doc)
    }

    /// A `__doc__` that a subclass defined as a descriptor; texts and `None` do not count.
    private func documentationDescriptor() throws(PythonError) -> Owned? {
        let type = type.retained()
        // Safe: the type is kept alive, and the tuple of its bases is held for the walk.
        guard let bases = unsafe Borrowed(optional: martlet_type_mro(TypeReference(unchecked: type).rawType))?.retained()
        else { return nil }
        let count = unsafe martlet_tuple_count(bases.raw)
        for index in 0..<count {
            let base = unsafe TypeReference(unchecked: Borrowed(martlet_tuple_item(bases.raw, index)))
            guard let dictionary = unsafe martlet_type_dictionary(base.rawType) else { continue }
            let owned = unsafe Owned(stealing: dictionary)
            guard let found = unsafe PyDict_GetItemWithError(owned.raw, names.doc.raw) else {
                if PythonError.isSet { throw PythonError() }
                continue
            }
            let value = unsafe Borrowed(found).retained()
            if value.isNone || value.isText { continue }
            if unsafe martlet_descriptor_get(value.type.rawType) != nil { return value }
        }
        return nil
    }

    /// Writes an attribute, or deletes it where there is no value: `_self_` names and what the type has are
    /// the proxy's own, the rest is the wrapped object's.
    func setAttribute(named name: Borrowed, to value: Borrowed?) throws(PythonError) {
        if try name.hasOwnPrefix(names.ownPrefix) { return try setGenericAttribute(name, value) }
        if try names.module.isName(name) { return try setDescription(names.module, value) }
        if try names.doc.isName(name) {
            guard let descriptor = try documentationDescriptor() else { return try setDescription(names.doc, value) }
            // Safe: the slot is called as CPython does; the descriptor is held.
            guard let set = unsafe martlet_descriptor_set(descriptor.type.rawType) else {
                return try setGenericAttribute(name, value)
            }
            return try PythonError.check(unsafe set(descriptor.raw, raw, value?.raw))
        }
        if type.has(name) { return try setGenericAttribute(name, value) }
        try setForwarded(name, value)
    }

    /// Writes or deletes an attribute of the wrapped object.
    func setForwarded(_ name: borrowing some AnyReference, _ value: Borrowed?) throws(PythonError) {
        let wrapped = try wrapped()
        if let value { try wrapped.setAttribute(name, value) } else { try wrapped.deleteAttribute(name) }
    }

    private func setDescription(_ name: Interned, _ value: Borrowed?) throws(PythonError) {
        let wrapped = try wrapped()
        if let value {
            try wrapped.setAttribute(name, value)
            let dictionary = try ownDictionary()
            try PythonError.check(unsafe PyDict_SetItem(dictionary.raw, name.raw, value.raw))
        } else {
            try wrapped.deleteAttribute(name)
            try copyDescription(name, from: wrapped)
        }
    }
}

extension Borrowed {
    /// Whether an attribute name begins with `_self_`.
    @inline(__always) func hasOwnPrefix(_ prefix: Interned) throws(PythonError) -> Bool {
        // Safe: attribute names are strings; that of an ASCII one lies in it, and is as long as it says.
        if unsafe martlet_is_ascii(raw) != 0 {
            return unsafe martlet_text_length(raw) >= 6 && memcmp(martlet_ascii_text(raw), martlet_ascii_text(prefix.raw), 6) == 0
        }
        let match = unsafe PyUnicode_Tailmatch(raw, prefix.raw, 0, Int.max, -1)
        if match < 0 { throw PythonError() }
        return match != 0
    }
}
