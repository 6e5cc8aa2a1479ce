import CPython

extension Instance where Fields == TracedFields {
    /// An attribute of what is traced, its class included; only what has to be the object's own is.
    func getAttribute(_ name: Borrowed) throws(PythonError) -> Owned {
        guard let wrapped = fields.wrapped.retained(), let names = fields.state?.names else {
            throw PythonError.raise(.attributeError, "the traced function is gone")
        }
        if try names.wrapped.equalsName(name) { return wrapped }
        if try isOwnAttribute(name, names), let own = try genericAttribute(name) { return own }
        return try wrapped.attribute(name)
    }

    /// Sets an attribute of what is traced, so that marks that frameworks leave on functions are found both ways.
    func setAttribute(_ name: Borrowed, _ value: Borrowed?) throws(PythonError) {
        guard let wrapped = fields.wrapped.retained(), let names = fields.state?.names else {
            throw PythonError.raise(.attributeError, "the traced function is gone")
        }
        if try names.wrapped.equalsName(name) {
            throw PythonError.raise(.attributeError, "what is traced cannot be exchanged")
        }
        if let value { try wrapped.setAttribute(name, value) } else { try wrapped.deleteAttribute(name) }
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        for field in [fields.wrapped, fields.nameText, fields.scopeText, fields.parameters] {
            let status = field.traverse(visitor)
            if status != 0 { return status }
        }
        return unsafe visitor.visitType(of: raw)
    }

    func clear() {
        _ = fields.wrapped.exchange(nil)
        _ = fields.nameText.exchange(nil)
        _ = fields.scopeText.exchange(nil)
        _ = fields.parameters.exchange(nil)
    }

    func deallocate() {
        unsafe Deallocation.untrack(raw)
        if unsafe fields.weakReferences != nil { unsafe Deallocation.clearWeakReferences(raw) }
        let exception = SavedException()
        clear()
        exception.restore()
        let state = fields.state
        unsafe Deallocation.free(raw)
        state?.release()
    }
}
