import CPython

/// The references of a `WeakFunctionProxy`.
struct WeakFunctionReferences {
    /// A weak reference to what the function was bound to, or `None`.
    var instance = Field()
    /// A weak reference to the class that a wrapper was found on, or `None`.
    var owner = Field()
}

/// The memory of a `WeakFunctionProxy`, whose wrapped object is a `weakref.proxy` of the function.
@safe struct WeakFunctionProxyFields {
    var proxy = ProxyFields()
    var references = WeakFunctionReferences()
    /// Whether anything that it refers to is gone, and the callback was called.
    var isExpired = false
}

typealias WeakFunctionProxy = Instance<WeakFunctionProxyFields>

extension Instance where Fields == WeakFunctionProxyFields {
    /// The same object as a proxy.
    @inline(__always) var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    /// `__init__`. A bound method goes away at once, so what it is bound to and its function are kept, weakly.
    func initialize(_ function: Borrowed, callback: Borrowed) throws(PythonError) {
        let state = proxy.state
        let names = state.names
        let notify: Owned
        if callback.isNone {
            notify = .none
        } else {
            notify = try state.pointee.capturing.make(.expire, .tuple(of: borrow(), callback), state: state)
        }
        fields.isExpired = false
        store(instance: .none, owner: .none)
        guard let wrapperType = state.pointee.types.functionWrapperBase.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        if try function.isInstance(of: wrapperType) {
            let instance = try weakly(function.attribute(names.selfInstance), notify)
            let owner = try weakly(function.attribute(names.selfOwner), notify)
            store(instance: instance, owner: owner)
            let parent = try function.attribute(names.selfParent)
            return try wrap(parent.isNone ? function : parent.borrowed, notify)
        }
        if let instance = try function.optionalAttribute(names.selfName) {
            let reference = try weakly(instance, notify)
            if let underlying = try function.optionalAttribute(names.underlyingFunction) {
                store(instance: reference, owner: .none)
                return try wrap(underlying.borrow(), notify)
            }
        }
        try wrap(function, notify)
    }

    /// Calls the function, bound anew to what it was bound to.
    func call(_ arguments: TupleArguments) throws(PythonError) -> Owned {
        let names = proxy.names
        let wrapped = try proxy.wrapped()
        let instance = try referent(fields.references.instance)
        let function = try wrapped.strongly()
        if let owner = try referent(fields.references.owner) {
            let bound = try function.callMethod(names.getDescriptor, instance.borrow() ?? .none, owner)
            return try bound.call(tuple: arguments.tuple, keywords: arguments.keywords)
        }
        guard let instance = instance.borrow() else { return try function.call(tuple: arguments.tuple, keywords: arguments.keywords) }
        let type = instance.type.retained()
        let bound = try function.callMethod(names.getDescriptor, instance, type)
        return try bound.call(tuple: arguments.tuple, keywords: arguments.keywords)
    }

    /// The callback of weak references: captures the weak function proxy and the user's callback.
    static var expireMethod: Method {
        .oneArgument("expired", "Tells a weak function proxy that what it refers to is gone.") { captured, _ in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let proxy = captured[0]
                try WeakFunctionProxy(unchecked: proxy).expire(captured[1])
                return .none
            }
        }
    }

    /// Called when one of the things that it refers to is gone.
    private func expire(_ callback: Borrowed) throws(PythonError) {
        if fields.isExpired { return }
        fields.isExpired = true
        _ = try callback.call(self)
    }

    private func wrap(_ function: Borrowed, _ notify: borrowing Owned) throws(PythonError) {
        // Safe: a new reference, or null with TypeError for what cannot be referred to weakly.
        let weak = try unsafe Owned(PyWeakref_NewProxy(function.raw, notify.isNone ? nil : notify.raw))
        try proxy.initialize(weak.borrow())
    }

    private func weakly(_ object: borrowing Owned, _ notify: borrowing Owned) throws(PythonError) -> Owned {
        if object.isNone { return .none }
        // Safe: as above.
        return try unsafe Owned(PyWeakref_NewRef(object.raw, notify.isNone ? nil : notify.raw))
    }

    private func store(instance: consuming Owned, owner: consuming Owned) {
        let previousInstance = fields.references.instance.exchange(instance)
        let previousOwner = fields.references.owner.exchange(owner)
        _ = previousInstance
        _ = previousOwner
    }

    /// What a weak reference refers to; nil if there is none. It is an error if that is gone.
    private func referent(_ field: Field) throws(PythonError) -> Owned? {
        guard let reference = field.retained(), !reference.isNone else { return nil }
        return try reference.strongly()
    }

    /// Reads a field that `__init__` sets.
    func reference(_ field: Field, _ name: StaticString) throws(PythonError) -> Owned {
        guard let value = field.retained() else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '%s'", .typeName(self), .text(name))
        }
        return value
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// What a weak reference or weak proxy refers to; any other object itself.
    fileprivate func strongly() throws(PythonError) -> Owned {
        guard unsafe martlet_is_weak_reference(raw) != 0 else { return retained() }
        // Safe: a new reference, or null without an exception.
        guard let referent = unsafe martlet_weak_referent(raw) else {
            throw PythonError.raise(.referenceError, "weakly-referenced object no longer exists")
        }
        return unsafe Owned(stealing: referent)
    }
}
