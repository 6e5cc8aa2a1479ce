import CPython

/// The memory of what `trace(name=…)` returns: it waits for the function.
struct TraceDecoratorFields {
    var options: TraceOptions
    var state: StateReference?
}

typealias TraceDecorator = Instance<TraceDecoratorFields>

extension Instance where Fields == TraceDecoratorFields {
    static func make(_ options: TraceOptions, _ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.traceDecoratorType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        TraceDecorator(unchecked: object).fields.options = options
        TraceDecorator(unchecked: object).fields.state = state
        state.retain()
        return object
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.TraceDecorator", fields: TraceDecoratorFields.self, flags: .noConstructor, in: module,
            slots: [
                .documentation("A decorator that records the calls of what it decorates."),
                .deallocate { object in
                    let decorator = unsafe TraceDecorator(object.unsafelyUnwrapped)
                    _ = decorator.fields.options.name.exchange(nil)
                    let state = decorator.fields.state
                    unsafe Deallocation.free(decorator.raw)
                    state?.release()
                },
                .call { object, arguments, keywords in
                    entry(TraceDecorator.self, object) { decorator throws(PythonError) in
                        let arguments = unsafe TupleArguments(arguments, keywords)
                        guard arguments.count == 1, arguments.keywords == nil, let state = decorator.fields.state else {
                            throw PythonError.raise(.typeError, "the decorator takes one function, method or class")
                        }
                        return try Tracer.trace(arguments[0], decorator.fields.options, state)
                    }
                },
            ])
    }
}
