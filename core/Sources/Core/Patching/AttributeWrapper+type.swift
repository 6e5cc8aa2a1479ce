import CPython

/// The type `AttributeWrapper`, and the function that installs one.
enum AttributeWrapperType {
    static func make(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.patches.AttributeWrapper", fields: AttributeWrapperFields.self, base: base,
            flags: .base | .collected, in: module,
            slots: collection + [
                .documentation("A descriptor that passes the values of an attribute of instances through a factory."),
                .initialize { object, arguments, keywords in
                    statusEntry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                        let names = wrapper.proxy.names
                        let values = try unsafe TupleArguments(arguments, keywords).parse(
                            "AttributeWrapper",
                            [names.wrappedParameter, names.attributeParameter, names.factory, names.args, names.kwargs], required: 3)
                        try wrapper.initialize(
                            values[0]!, attribute: values[1]!, factory: values[2]!, arguments: values[3],
                            keywords: values[4] ?? .none)
                    }
                },
                .descriptorGet { object, instance, owner in
                    entry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                        try unsafe wrapper.get(Borrowed(optional: instance), Borrowed(optional: owner))
                    }
                },
                .descriptorSet { object, instance, value in
                    statusEntry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                        try unsafe wrapper.set(Borrowed(argument: instance), Borrowed(optional: value))
                    }
                },
                .properties([
                    Property("_self_attribute", get: { object, _ in
                        entry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                            try wrapper.require(wrapper.fields.references.attribute, "_self_attribute")
                        }
                    }),
                    Property("_self_factory", get: { object, _ in
                        entry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                            try wrapper.require(wrapper.fields.references.factory, "_self_factory")
                        }
                    }),
                    Property("_self_args", get: { object, _ in
                        entry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                            try wrapper.require(wrapper.fields.references.arguments, "_self_args")
                        }
                    }),
                    Property("_self_kwargs", get: { object, _ in
                        entry(AttributeWrapper.self, object) { wrapper throws(PythonError) in
                            try wrapper.require(wrapper.fields.references.keywords, "_self_kwargs")
                        }
                    }),
                ]),
            ])
    }

    private static var collection: [Slot] {
        [
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                let wrapper = unsafe AttributeWrapper(object.unsafelyUnwrapped)
                let status = wrapper.proxy.traverse(visitor)
                return status == 0 ? PackedFields.traverse(&wrapper.fields.references, visitor) : status
            },
            .clear { object in
                let wrapper = unsafe AttributeWrapper(object.unsafelyUnwrapped)
                PackedFields.clear(&wrapper.fields.references)
                wrapper.proxy.clear()
                return 0
            },
            .deallocate { object in
                let wrapper = unsafe AttributeWrapper(object.unsafelyUnwrapped)
                wrapper.proxy.beginDeallocation()
                PackedFields.clear(&wrapper.fields.references)
                wrapper.proxy.deallocate()
            },
        ]
    }

    /// `wrap_object_attribute`.
    static var function: Method {
        .arguments(
            "wrap_object_attribute",
            """
            wrap_object_attribute(module, name, factory, args=(), kwargs=None)
            --

            Passes an attribute of the instances of a class through factory(value, *args, **kwargs) whenever it is read.

            The name is a path, "Class.attribute". The result is the AttributeWrapper that the class has from now on.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names).parse(
                    "wrap_object_attribute", [keys.moduleParameter, keys.name, keys.factory, keys.args, keys.kwargs], required: 3)
                return try AttributeWrapperType.install(values[0]!, values[1]!, values[2]!, values[3], values[4] ?? .none, state)
            }
        }
    }

    private static func install(
        _ target: Borrowed, _ name: Borrowed, _ factory: Borrowed, _ arguments: Borrowed?, _ keywords: Borrowed,
        _ state: StateReference
    ) throws(PythonError) -> Owned {
        guard name.isText else {
            throw PythonError.raise(.typeError, "the path of an attribute is a str, not '%.200s'", .typeName(name))
        }
        // Safe: both are strings; the result is a new list of strings.
        let dot = try Owned.text(".")
        let parts = try unsafe Owned(PyUnicode_RSplit(name.raw, dot.raw, 1))
        guard parts.listCount == 2 else {
            throw PythonError.raise(.valueError, "wrap_object_attribute() needs a path \"Class.attribute\", not %R", .object(name))
        }
        let attribute = parts.listItem(1)
        let className = parts.listItem(0)
        let path = try ResolvedPath.resolve(target, className.borrow(), state: state)
        let parent = path.original.retained()
        guard let dictionary = try parent.optionalAttribute(state.names.dict) else {
            throw PythonError.raise(.typeError, "'%.200s' object has no attributes of its own", .typeName(parent))
        }
        let prior: Owned
        if try dictionary.contains(attribute) {
            prior = try dictionary.item(attribute)
        } else if let missing = state.pointee.objects.missing.retained() {
            prior = missing
        } else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        guard let type = state.pointee.types.attributeWrapper.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        let wrapper = try Proxy.make(TypeReference(unchecked: type), state: state)
        try AttributeWrapper(unchecked: wrapper).initialize(
            prior.borrow(), attribute: attribute.borrow(), factory: factory, arguments: arguments, keywords: keywords)
        try parent.setAttribute(attribute, wrapper)
        return wrapper
    }
}
