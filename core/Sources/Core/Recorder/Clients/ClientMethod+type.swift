import CPython

extension Instance where Fields == ClientMethodFields {
    /// The type. It binds as functions do, and everything but calling it is the function's own business.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.ClientMethod", fields: ClientMethodFields.self,
            flags: .collected | .vectorcall | .methodDescriptor | .noConstructor, in: module,
            slots: [
                .documentation("A method of an API client whose calls are recorded; it behaves as the one that it stands for."),
                .call { unsafe PyVectorcall_Call($0, $1, $2) },
                .descriptorGet { object, instance, _ in
                    entry(ClientMethod.self, object) { method throws(PythonError) in
                        guard let instance = unsafe Borrowed(optional: instance), !instance.isNone else {
                            return method.retained()
                        }
                        // Safe: both are alive; a new reference or null.
                        return try unsafe Owned(PyMethod_New(method.raw, instance.raw))
                    }
                },
                .deallocate { unsafe ClientMethod($0.unsafelyUnwrapped).deallocate() },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let method = unsafe ClientMethod(object.unsafelyUnwrapped)
                    let status = method.fields.wrapped.traverse(visitor)
                    return unsafe status == 0 ? visitor.visitType(of: method.raw) : status
                },
                .clear { object in
                    _ = unsafe ClientMethod(object.unsafelyUnwrapped).fields.wrapped.exchange(nil)
                    return 0
                },
                .getAttribute { object, name in
                    entry(ClientMethod.self, object) { method throws(PythonError) in
                        try method.getAttribute(Borrowed(argument: name))
                    }
                },
                .setAttribute { object, name, value in
                    statusEntry(ClientMethod.self, object) { method throws(PythonError) in
                        let wrapped = try method.function(), name = Borrowed(argument: name)
                        guard let value = unsafe Borrowed(optional: value) else { return try wrapped.deleteAttribute(name) }
                        try wrapped.setAttribute(name, value)
                    }
                },
                .unary(.representation) { object in
                    entry(ClientMethod.self, object) { method throws(PythonError) in
                        // Safe: a new reference or null.
                        try unsafe Owned(PyObject_Repr(method.function().raw))
                    }
                },
                .hash { unsafe ClientMethod($0.unsafelyUnwrapped).hash() },
                .compare { object, other, operation in
                    entry(ClientMethod.self, object) { method throws(PythonError) in
                        try method.compare(to: Borrowed(argument: other), operation)
                    }
                },
                .methods([
                    // Pickled as functions are: by the name that they are found under.
                    .noArguments("__reduce__", "The qualified name, by which pickle finds it again.") { object, _ in
                        entry(ClientMethod.self, object) { method throws(PythonError) in try method.reduce() }
                    }
                ]),
                .offsets(ClientMethodFields.offsets),
            ])
    }

    /// An attribute of the function, its class included: code, signature, name, documentation, marks.
    private func getAttribute(_ name: Borrowed) throws(PythonError) -> Owned {
        let wrapped = try function()
        if let names = fields.state?.names, try isOwnAttribute(name, names), let own = try genericAttribute(name) { return own }
        return try wrapped.attribute(name)
    }

    private func deallocate() {
        unsafe Deallocation.untrack(raw)
        if unsafe fields.weakReferences != nil { unsafe Deallocation.clearWeakReferences(raw) }
        let exception = SavedException()
        _ = fields.wrapped.exchange(nil)
        exception.restore()
        let state = fields.state
        unsafe Deallocation.free(raw)
        state?.release()
    }
}
