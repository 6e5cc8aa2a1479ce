import CPython

extension Instance where Fields == FunctionWrapperFields {
    /// `__get__`: binds as the wrapped object would, and wraps what that gives.
    ///
    /// `object` is absent for access through the class; the wrapped descriptor gets it just so.
    @inline(__always) func bind(_ object: Borrowed?, _ owner: Borrowed?) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let parent = try require(fields.parent, "_self_parent")
        guard parent.isNone else { return try bindAgain(parent, object, owner) }
        // Safe: the type of a held object; the slot is called as CPython does.
        guard fields.kind != .builtin, fields.kind != .classObject,
            let get = unsafe martlet_descriptor_get(wrapped.type.rawType)
        else { return retained() }
        let descriptor = try unsafe Owned(get(wrapped.raw, object?.raw, owner?.raw))
        return try makeBound(descriptor, object, owner, by: self)
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
        let descriptor = try unsafe Owned(get(inner.raw, object?.raw, owner?.raw))
        return try makeBound(descriptor, object, owner, by: parent)
    }

    /// Makes the bound wrapper: of the class that the wrapper's type names, where it is a subclass.
    @inline(__always) private func makeBound(
        _ descriptor: borrowing Owned, _ object: Borrowed?, _ owner: Borrowed?, by parent: borrowing some Reference & ~Copyable
    ) throws(PythonError) -> Owned {
        let instance = object ?? .none
        let owner = owner ?? .none
        let wrapper = try require(fields.wrapper, "_self_wrapper")
        let enabled = try require(fields.enabled, "_self_enabled")
        let binding = try require(fields.binding, "_self_binding")
        let state = self.state
        if !state.pointee.types.functionWrapper.holds(parent.type),
            let type = try parent.genericAttribute(names.boundFunctionWrapper),
            !state.pointee.types.boundFunctionWrapper.holds(type)
        {
            // A type of ours that adds no more than attributes: made as the plain one is.
            if unsafe fields.boundVectorcall != nil {
                return try makeBound(
                    TypeReference(unchecked: type), descriptor, instance, wrapper, enabled, binding, parent, owner)
            }
            let arguments = try Owned.tuple([
                descriptor.borrowed, instance, wrapper.borrowed, enabled.borrowed, binding.borrowed, parent.borrowed, owner,
            ])
            return try type.call(tuple: arguments, keywords: nil)
        }
        guard let type = state.pointee.types.boundFunctionWrapper.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module of this wrapper is gone")
        }
        return try makeBound(TypeReference(unchecked: type), descriptor, instance, wrapper, enabled, binding, parent, owner)
    }

    @inline(__always) private func makeBound(
        _ type: TypeReference, _ descriptor: borrowing Owned, _ instance: Borrowed, _ wrapper: borrowing Owned,
        _ enabled: borrowing Owned, _ binding: borrowing Owned, _ parent: borrowing some Reference & ~Copyable, _ owner: Borrowed
    ) throws(PythonError) -> Owned {
        let kept = state.pointee.types.boundFunctionWrapper.holds(type) ? state.pointee.boundWrappers.take(type) : nil
        let isReused = kept != nil
        let bound: Owned
        if let kept {
            // It has its state from its last life; what it was called by then may have been another function.
            state.retain()
            // Safe: a function of ours, which lives as long as the extension.
            unsafe FunctionWrapper(unchecked: kept).fields.vectorcall = boundWrapperVectorcall
            unsafe FunctionWrapper(unchecked: kept).fields.boundVectorcall = nil
            bound = kept
        } else {
            bound = try Self.make(type, isBound: true, state: state)
        }
        let fresh = FunctionWrapper(unchecked: bound)
        // Nobody has seen the object: its fields are empty.
        fresh.fields.proxy.wrapped.initialize(descriptor.retained())
        fresh.fields.proxy.isInitialized = true
        fresh.fields.proxy.isUndescribed = true
        fresh.fields.instance.initialize(instance.retained())
        fresh.fields.wrapper.initialize(wrapper.retained())
        fresh.fields.enabled.initialize(enabled.retained())
        fresh.fields.binding.initialize(binding.retained())
        fresh.fields.parent.initialize(parent.retained())
        fresh.fields.owner.initialize(owner.retained())
        fresh.fields.kind = fields.kind
        // Safe: functions of ours, which live as long as the extension.
        if let vectorcall = unsafe fields.boundVectorcall {
            unsafe fresh.fields.vectorcall = vectorcall
            unsafe fresh.fields.boundVectorcall = vectorcall
        }
        if isReused { bound.track() }
        return bound
    }
}
