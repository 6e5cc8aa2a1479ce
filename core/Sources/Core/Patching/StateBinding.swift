import CPython

/// The memory of `bind_state_to_wrapper`, a proxy of the decorator method that it is put on.
@safe struct StateBindingFields {
    var proxy = ProxyFields()
    /// The attribute under which wrappers get the object.
    var attribute = Field()
}

typealias StateBinding = Instance<StateBindingFields>

extension Instance where Fields == StateBindingFields {
    /// The same object as a proxy.
    @inline(__always) var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    /// `__get__`: the decorator, bound to an object that the wrappers it makes will have as an attribute.
    func get(_ instance: Borrowed?, _ owner: Borrowed?) throws(PythonError) -> Owned {
        guard let instance, !instance.isNone else { return retained() }
        let state = proxy.state
        let decorator = try proxy.wrapped().callMethod(state.names.getDescriptor, instance, owner ?? .none)
        guard let attribute = fields.attribute.retained() else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '_self_attr_name'", .typeName(self))
        }
        return try state.pointee.capturing.make(
            .bindState, .tuple(decorator, attribute, instance.retained()), state: state)
    }

    /// What a bound `bind_state_to_wrapper` is: captures a decorator, an attribute's name and an object.
    static var bindMethod: Method {
        .oneArgument("bind", "Decorates a function, and binds its wrapper to an object.") { captured, function in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let wrapper = try captured[0].call(Borrowed(argument: function))
                _ = try wrapper.callMethod(captured.state.names.selfSetattr, captured[1], captured[2])
                return wrapper
            }
        }
    }

    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.decorators._StateBindingWrapper", fields: StateBindingFields.self, base: base,
            flags: .base | .collected, in: module,
            slots: [
                .documentation(
                    """
                    Put on a method that is a decorator: the wrappers that it makes get the object it was found on.

                    The object becomes an attribute of each wrapper, by the name "state" unless told otherwise.
                    """),
                .initialize { object, arguments, keywords in
                    statusEntry(StateBinding.self, object) { binding throws(PythonError) in
                        let names = binding.proxy.names
                        let values = try unsafe TupleArguments(arguments, keywords)
                            .parse("bind_state_to_wrapper", [names.name], required: 0, positional: 0)
                        let attribute: Owned
                        if let name = values[0] { attribute = name.retained() } else { attribute = try .text("state") }
                        try binding.proxy.initialize(.none)
                        let previous = binding.fields.attribute.exchange(attribute)
                        _ = previous
                    }
                },
                .call { object, arguments, keywords in
                    entry(StateBinding.self, object) { binding throws(PythonError) in
                        let call = unsafe TupleArguments(arguments, keywords)
                        guard call.count == 1, call.keywords == nil else {
                            throw PythonError.raise(.typeError, "bind_state_to_wrapper() decorates one method")
                        }
                        try binding.proxy.setAttribute(named: binding.proxy.names.wrapped.borrow(), to: call[0])
                        return binding.retained()
                    }
                },
                .descriptorGet { object, instance, owner in
                    entry(StateBinding.self, object) { binding throws(PythonError) in
                        try unsafe binding.get(Borrowed(optional: instance), Borrowed(optional: owner))
                    }
                },
                .properties([
                    Property("_self_attr_name", get: { object, _ in
                        entry(StateBinding.self, object) { binding throws(PythonError) in
                            binding.fields.attribute.retained() ?? .none
                        }
                    })
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let binding = unsafe StateBinding(object.unsafelyUnwrapped)
                    let status = binding.proxy.traverse(visitor)
                    return status == 0 ? binding.fields.attribute.traverse(visitor) : status
                },
                .clear { object in
                    let binding = unsafe StateBinding(object.unsafelyUnwrapped)
                    _ = binding.fields.attribute.exchange(nil)
                    binding.proxy.clear()
                    return 0
                },
                .deallocate { object in
                    let binding = unsafe StateBinding(object.unsafelyUnwrapped)
                    binding.proxy.beginDeallocation()
                    _ = binding.fields.attribute.exchange(nil)
                    binding.proxy.deallocate()
                },
            ])
    }
}
