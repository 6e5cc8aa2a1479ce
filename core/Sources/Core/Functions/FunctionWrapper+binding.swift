import CPython

extension Instance where Fields == FunctionWrapperFields {
    /// `__get__`: binds as the wrapped object would, and wraps what that gives.
    ///
    /// `object` is absent for access through the class; the wrapped descriptor gets it just so.
    @inline(__always) func bind(_ object: Borrowed?, _ owner: Borrowed?) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        guard fields.parent.isNone else { return try bindAgain(require(fields.parent, "_self_parent"), object, owner) }
        guard fields.kind != .builtin, fields.kind != .classObject else { return retained() }
        if wrapped.isExactFunction, let object, !object.isNone {
            // What the function's `__get__` would do.
            return try makeBound(state.pointee.methods.bind(wrapped, to: object), object, owner, by: self)
        }
        // Safe: the type of a held object; the slot is called as CPython does.
        guard let get = unsafe martlet_descriptor_get(wrapped.type.rawType) else { return retained() }
        return try unsafe makeBound(Owned(get(wrapped.raw, object?.raw, owner?.raw)), object, owner, by: self)
    }

    /// A wrapper found on a class, and found again through an instance: bound anew by the one that made it.
    @inline(never) private func bindAgain(_ parent: borrowing Owned, _ object: Borrowed?, _ owner: Borrowed?)
        throws(PythonError) -> Owned
    {
        guard fields.instance.isNone, fields.kind.bindsAgain else { return retained() }
        let inner = Proxy.isProxy(parent)
            ? try Proxy(unchecked: parent).wrapped() : try parent.attribute(names.wrapped)
        guard let get = unsafe martlet_descriptor_get(inner.type.rawType) else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '__get__'", .typeName(inner))
        }
        return try unsafe makeBound(Owned(get(inner.raw, object?.raw, owner?.raw)), object, owner, by: parent)
    }

    /// Makes the bound wrapper: of the class that the wrapper's type names, where it is a subclass.
    @inline(__always) private func makeBound(
        _ descriptor: consuming Owned, _ object: Borrowed?, _ owner: Borrowed?, by parent: borrowing some AnyReference
    ) throws(PythonError) -> Owned {
        let instance = object ?? .none
        let owner = owner ?? .none
        let state = self.state
        if !state.pointee.types.functionWrapper.holds(parent.type),
            let type = try parent.genericAttribute(names.boundFunctionWrapper),
            !state.pointee.types.boundFunctionWrapper.holds(type)
        {
            return try makeBound(type, descriptor, instance, parent.borrow(), owner)
        }
        if !state.pointee.types.boundFunctionWrapper.isEmpty, let kept = state.pointee.boundWrappers.take() {
            // It has its state from its last life; what it was called by then may have been another function.
            state.retain()
            try fill(kept, descriptor, instance, parent, owner)
            kept.track()
            return kept
        }
        let type = try state.require(state.pointee.types.boundFunctionWrapper)
        let bound = try Self.make(TypeReference(unchecked: type), isBound: true, state: state)
        try fill(bound, descriptor, instance, parent, owner)
        return bound
    }

    /// Makes one of another class than the plain one.
    @inline(never) private func makeBound(
        _ type: borrowing Owned, _ descriptor: consuming Owned, _ instance: Borrowed, _ parent: Borrowed, _ owner: Borrowed
    ) throws(PythonError) -> Owned {
        // A type of ours that adds no more than attributes is made as the plain one is.
        if unsafe fields.boundVectorcall != nil {
            let bound = try Self.make(TypeReference(unchecked: type), isBound: true, state: state)
            try fill(bound, descriptor, instance, parent, owner)
            return bound
        }
        let wrapper = try require(fields.wrapper, "_self_wrapper")
        let enabled = try require(fields.enabled, "_self_enabled")
        let binding = try require(fields.binding, "_self_binding")
        let arguments = try Owned.tuple(
            of: descriptor.borrow(), instance, wrapper.borrow(), enabled.borrow(), binding.borrow(), parent, owner)
        return try type.call(tuple: arguments, keywords: nil)
    }

    /// Stores what a bound wrapper refers to. Nobody has seen it: its fields are empty.
    @inline(__always) private func fill(
        _ bound: borrowing Owned, _ descriptor: consuming Owned, _ instance: Borrowed,
        _ parent: borrowing some AnyReference, _ owner: Borrowed
    ) throws(PythonError) {
        let fresh = FunctionWrapper(unchecked: bound)
        fresh.fields.proxy.wrapped.initialize(descriptor)
        fresh.fields.proxy.isInitialized = true
        fresh.fields.proxy.isUndescribed = true
        fresh.fields.wrapper.initialize(try require(fields.wrapper, "_self_wrapper"))
        fresh.fields.enabled.initialize(try require(fields.enabled, "_self_enabled"))
        fresh.fields.binding.initialize(try require(fields.binding, "_self_binding"))
        fresh.fields.instance.initialize(instance.retained())
        fresh.fields.parent.initialize(parent.retained())
        fresh.fields.owner.initialize(owner.retained())
        fresh.fields.kind = fields.kind
        // Safe: functions of ours, which live as long as the extension.
        unsafe fresh.fields.vectorcall = fields.boundVectorcall ?? boundWrapperVectorcall
        unsafe fresh.fields.boundVectorcall = fields.boundVectorcall
    }
}
