import CPython

extension TypeBuilder.Flags {
    /// `object.method()` calls the object found on the class with the instance as first argument.
    static var methodDescriptor: TypeBuilder.Flags {
        TypeBuilder.Flags(rawValue: UInt32(martlet_flag_method_descriptor))
    }
}

extension Instance where Fields == TracedFields {
    /// The type for functions: it binds as they do, so that a traced method is called without a bound object.
    static func makeFunctionType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.TracedFunction", fields: TracedFields.self,
            flags: .collected | .vectorcall | .methodDescriptor | .noConstructor, in: module,
            slots: commonSlots + [
                .descriptorGet { object, instance, _ in
                    entry(Traced.self, object) { traced throws(PythonError) in
                        guard let instance = unsafe Borrowed(optional: instance), !instance.isNone else {
                            return traced.retained()
                        }
                        // Safe: both are alive; a new reference or null.
                        return try unsafe Owned(PyMethod_New(traced.raw, instance.raw))
                    }
                }
            ])
    }

    /// The type for other callables: it binds as what it traces does.
    static func makeCallableType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.TracedCallable", fields: TracedFields.self,
            flags: .collected | .vectorcall | .noConstructor, in: module,
            slots: commonSlots + [
                .descriptorGet { object, instance, owner in
                    entry(Traced.self, object) { traced throws(PythonError) in
                        try unsafe traced.bind(instance, owner)
                    }
                }
            ])
    }

    @unsafe
    private func bind(_ instance: RawObject?, _ owner: RawObject?) throws(PythonError) -> Owned {
        guard let wrapped = fields.wrapped.retained(), let state = fields.state,
            let get = unsafe martlet_descriptor_get(wrapped.type.rawType)
        else { return retained() }
        // Safe: the slot of a living object, called as CPython does.
        let bound = try unsafe Owned(get(wrapped.raw, instance, owner))
        return bound.isIdentical(to: wrapped) ? retained() : try makeBound(bound.borrowed, state)
    }

    private static var commonSlots: [Slot] {
        [
            .documentation("A callable whose calls are recorded; it behaves as the one that it stands for."),
            .call { unsafe PyVectorcall_Call($0, $1, $2) },
            .deallocate { unsafe Traced($0.unsafelyUnwrapped).deallocate() },
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                return unsafe Traced(object.unsafelyUnwrapped).traverse(visitor)
            },
            .clear { object in
                unsafe Traced(object.unsafelyUnwrapped).clear()
                return 0
            },
            .getAttribute { object, name in
                entry(Traced.self, object) { traced throws(PythonError) in
                    try traced.getAttribute(Borrowed(argument: name))
                }
            },
            .setAttribute { object, name, value in
                statusEntry(Traced.self, object) { traced throws(PythonError) in
                    try unsafe traced.setAttribute(Borrowed(argument: name), Borrowed(optional: value))
                }
            },
            .unary(.representation) { object in
                entry(Traced.self, object) { traced throws(PythonError) in
                    guard let wrapped = traced.fields.wrapped.retained() else { return try Owned.text("<traced>") }
                    return try .format("<traced %R>", .object(wrapped))
                }
            },
            .hash { unsafe Traced($0.unsafelyUnwrapped).hash() },
            .compare { object, other, operation in
                entry(Traced.self, object) { traced throws(PythonError) in
                    try traced.compare(to: Borrowed(argument: other), operation)
                }
            },
            .methods([
                // Pickled as functions are: by the name that they are found under.
                .noArguments("__reduce__", "The qualified name, by which pickle finds it again.") { object, _ in
                    entry(Traced.self, object) { traced throws(PythonError) in try traced.reduce() }
                }
            ]),
            .offsets(TracedFields.offsets),
        ]
    }
}
