import CPython

/// The memory of a function wrapper, bound or not.
@safe struct FunctionWrapperFields {
    var proxy = ProxyFields()
    /// The function that a vectorcall of the object calls.
    var vectorcall: TypeReference.Vectorcall?
    /// What a bound wrapper is bound to; `None` for an unbound one.
    var instance = Field()
    /// The function that is called in place of the wrapped one.
    var wrapper = Field()
    /// `None`, a callable or a truth value: whether the wrapper is in force.
    var enabled = Field()
    /// The text of `_self_binding`.
    var binding = Field()
    /// The wrapper that a bound one was made by; `None` for an unbound one.
    var parent = Field()
    /// The class that a bound wrapper was found on.
    var owner = Field()
    /// What `binding` stands for.
    var kind = BindingKind.unset
    /// What a vectorcall of what it binds to calls; absent for types that may be subclassed in Python.
    var boundVectorcall: TypeReference.Vectorcall?

    /// Where `vectorcall` is: right behind the base's fields.
    static var vectorcallOffset: Offset {
        .vectorcall(Instance<FunctionWrapperFields>.offset(MemoryLayout<ProxyFields>.stride))
    }
}

/// A borrowed reference to a function wrapper.
typealias FunctionWrapper = Instance<FunctionWrapperFields>

extension Instance where Fields == FunctionWrapperFields {
    /// The same object as a proxy.
    @inline(__always) var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    @inline(__always) var state: StateReference { proxy.state }
    @inline(__always) var names: Names { _read { yield proxy.state.names } }

    /// Says that a field is missing, because `__init__` never ran.
    @inline(never) func missing(_ name: StaticString) -> PythonError {
        .raise(.attributeError, "'%.100s' object has no attribute '%s'", .typeName(self), .text(name))
    }

    /// Reads a field that `__init__` sets.
    @inline(__always) func require(_ field: Field, _ name: StaticString) throws(PythonError) -> Owned {
        guard let value = field.retained() else { throw missing(name) }
        return value
    }

    /// Stores the fields; the ones before are let go when all are stored.
    @inline(__always) func store(
        instance: Borrowed, wrapper: Borrowed, enabled: Borrowed, binding: Borrowed, kind: BindingKind,
        parent: Borrowed, owner: Borrowed
    ) {
        fields.kind = kind
        let instance = fields.instance.exchange(instance.retained())
        let wrapper = fields.wrapper.exchange(wrapper.retained())
        let enabled = fields.enabled.exchange(enabled.retained())
        let binding = fields.binding.exchange(binding.retained())
        let parent = fields.parent.exchange(parent.retained())
        let owner = fields.owner.exchange(owner.retained())
        _ = instance
        _ = wrapper
        _ = enabled
        _ = binding
        _ = parent
        _ = owner
    }

    /// Reports what a wrapper refers to.
    func traverse(_ visitor: Visitor) -> Int32 {
        var status = proxy.traverse(visitor)
        if status == 0 { status = fields.instance.traverse(visitor) }
        if status == 0 { status = fields.wrapper.traverse(visitor) }
        if status == 0 { status = fields.enabled.traverse(visitor) }
        if status == 0 { status = fields.binding.traverse(visitor) }
        if status == 0 { status = fields.parent.traverse(visitor) }
        if status == 0 { status = fields.owner.traverse(visitor) }
        return status
    }

    /// Drops what a wrapper refers to.
    @inline(__always) func clear() {
        _ = fields.instance.exchange(nil)
        _ = fields.wrapper.exchange(nil)
        _ = fields.enabled.exchange(nil)
        _ = fields.binding.exchange(nil)
        _ = fields.parent.exchange(nil)
        _ = fields.owner.exchange(nil)
    }
}
