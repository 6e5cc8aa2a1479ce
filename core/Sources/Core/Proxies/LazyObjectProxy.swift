import CPython

/// The memory of a `LazyObjectProxy`.
@safe struct LazyObjectProxyFields {
    var proxy = ProxyFields()
    /// Held while the object is made; a lock that the thread which holds it may take again.
    var lock = Field()
    /// Whether the object was made.
    var isMade = false
}

typealias LazyObjectProxy = Instance<LazyObjectProxyFields>

extension Instance where Fields == LazyObjectProxyFields {
    /// The same object as a proxy.
    @inline(__always) var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    /// `__new__`: the special methods are those of `interface`, as there is no object to ask yet.
    static func new(_ type: TypeReference, _ call: TupleArguments) throws(PythonError) -> Owned {
        let state = try StateReference(type: type)
        let interface = try call.keywords?.dictionaryItem(state.names.interface)
        let attributes = try Self.attributes(of: interface.borrow() ?? .none)
        // The closure cannot capture what cannot be copied.
        let borrowed = attributes.borrow()
        let own = try SpecialMethods.makeClass(from: type, state: state) { (_, name) throws(PythonError) in
            borrowed.isType ? TypeReference(unchecked: borrowed).has(name) : try borrowed.contains(name)
        }
        return try Proxy.make(TypeReference(unchecked: own), state: Proxy.state(forNew: TypeReference(unchecked: own)))
    }

    /// What says which methods an interface has: the type itself; for anything else, such as an alias of `typing`,
    /// a list of its attributes; where nothing is given, the type of `None`.
    private static func attributes(of interface: Borrowed) throws(PythonError) -> Owned {
        if interface.isType { return interface.retained() }
        if interface.isNone || interface.isEllipsis { return Borrowed.none.type.retained() }
        return try unsafe Owned(PyObject_Dir(interface.raw))
    }

    /// `__init__`: keeps what makes the object; a subclass may have a method that does.
    func initialize(callback: Borrowed?) throws(PythonError) {
        if let callback, !callback.isNone { try proxy.setGenericAttribute(proxy.names.wrappedFactory, callback) }
        try proxy.initialize(.none)
    }

    /// `__wrapped_get__`: makes the object, once. After an error the next use tries again.
    func get() throws(PythonError) -> Owned {
        let lock = try self.lock()
        _ = try lock.callMethod(proxy.names.acquire)
        let made: Owned
        do throws(PythonError) {
            made = try getLocked()
        } catch {
            let exception = SavedException()
            do throws(PythonError) { _ = try lock.callMethod(proxy.names.releaseLock) } catch { PythonError.clear() }
            exception.restore()
            throw error
        }
        _ = try lock.callMethod(proxy.names.releaseLock)
        return made
    }

    private func getLocked() throws(PythonError) -> Owned {
        // Another thread may have made it while this one waited.
        if fields.isMade { return try proxy.wrapped() }
        guard let factory = try genericAttribute(proxy.names.wrappedFactory) else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '__wrapped_factory__'", .typeName(self))
        }
        let made = try factory.call()
        let name = proxy.names.wrapped
        try made.lend { made throws(PythonError) in try proxy.setAttribute(named: name.borrow(), to: made) }
        fields.isMade = true
        return made
    }

    private func lock() throws(PythonError) -> Owned {
        if let lock = fields.lock.retained() { return lock }
        let fresh = try Owned.module("_thread").attribute(proxy.names.reentrantLock).call()
        // Making it may have run Python code: what is there by now is in use.
        if let lock = fields.lock.retained() { return lock }
        _ = fields.lock.exchange(fresh.retained())
        return fresh
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Whether this is `...`.
    @inline(__always) var isEllipsis: Bool {
        // Safe: compares addresses only.
        unsafe raw == martlet_ellipsis()
    }
}
