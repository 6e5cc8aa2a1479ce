import CPython

/// The memory of a patch that traces a function of a module once that is imported.
struct TracePatchFields {
    /// The name of the module, and the path of the function in it, whose last name may have `*`.
    var module: Field
    var path: Field
    var options: TraceOptions
    var state: StateReference?
}

typealias TracePatch = Instance<TracePatchFields>

extension Instance where Fields == TracePatchFields {
    /// Traces the function at `path` of `target`: now, or where the target ends with `?`, when the program
    /// imports that module. What is traced already stays as it is.
    static func instrument(
        _ target: Borrowed, _ path: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) {
        if RecorderSettings.isDisabled { return }
        guard let module = try Patching.deferredTarget(target) else { return try apply(target, path, options, state) }
        guard path.isText else { throw PythonError.raise(.typeError, "the path is a str, not %s", .typeName(path)) }
        if let loaded = try ImportHooks.loadedModule(module.borrowed) {
            try apply(loaded.borrowed, path, options, state)
            return try TraceReport.note(module.borrowed, path, Owned.text("traced"), state)
        }
        guard let type = state.pointee.recorder.objects.tracePatchType.retained() else { return }
        let object = try TypeReference(unchecked: type).allocate()
        let patch = TracePatch(unchecked: object)
        patch.fields.module.initialize(module.retained())
        patch.fields.path.initialize(path.retained())
        patch.fields.options = options
        if let name = options.name.retained() {
            patch.fields.options.name = Field()
            patch.fields.options.name.initialize(name)
        }
        patch.fields.state = state
        state.retain()
        try TraceReport.note(module.borrowed, path, Owned.text("waiting"), state)
        try ImportHooks.register(object.borrowed, module.borrowed, state: state)
    }

    private static func apply(
        _ target: Borrowed, _ path: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) {
        let star = try Owned.text("*")
        if path.isText, try path.contains(star) {
            let module = try importedTarget(target, state)
            return try applyPattern(module.borrowed, path, options, state)
        }
        let found = try ResolvedPath.resolve(target, path, state: state)
        guard !isTraced(found.original.borrowed, state) else { return }
        let traced = try Tracer.trace(found.original.borrowed, options, state)
        try found.parent.setAttribute(found.attribute, traced)
    }

    private static func importedTarget(_ target: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        target.isText ? try ImportHooks.importModule(target, state) : target.retained()
    }

    static func isTraced(_ object: Borrowed, _ state: StateReference) -> Bool {
        let objects = state.pointee.recorder.objects
        return objects.tracedFunctionType.holds(object.type) || objects.tracedCallableType.holds(object.type)
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.TracePatch", fields: TracePatchFields.self, flags: .noConstructor, in: module,
            slots: [
                .documentation("Traces a function of a module once the program imports that."),
                .deallocate { object in
                    let patch = unsafe TracePatch(object.unsafelyUnwrapped)
                    _ = patch.fields.module.exchange(nil)
                    _ = patch.fields.path.exchange(nil)
                    _ = patch.fields.options.name.exchange(nil)
                    let state = patch.fields.state
                    unsafe Deallocation.free(patch.raw)
                    state?.release()
                },
                .call { object, arguments, _ in
                    entry(TracePatch.self, object) { patch throws(PythonError) in
                        patch.imported(unsafe TupleArguments(arguments, nil))
                        return .none
                    }
                },
            ])
    }

    /// A patch whose place the module does not have is reported, and does not fail the program's import.
    private func imported(_ arguments: TupleArguments) {
        guard arguments.count == 1, let state = fields.state, let path = fields.path.retained(),
            let module = fields.module.retained()
        else { return }
        do throws(PythonError) {
            try Self.apply(arguments[0], path.borrowed, fields.options, state)
            try TraceReport.note(module.borrowed, path.borrowed, Owned.text("traced"), state)
        } catch {
            let exception = SavedException()
            exception.with { error in
                guard let text = error.optionalText() else { return }
                TraceReport.note(module.borrowed, path.borrowed, text, state)
            }
            exception.restore()
            PythonError.writeUnraisable(path.borrowed)
        }
    }
}
