import CPython

/// The memory of a patch that traces a function of a module once that is imported.
struct TracePatchFields {
    /// The name of the module, and the path of the function in it, whose last name may have `*`.
    var module: Field
    var path: Field
    /// The module is `package.*`, for all of a package.
    var isOfPackage: Bool
    var options: TraceOptions
    var state: StateReference?
}

typealias TracePatch = Instance<TracePatchFields>

extension Instance where Fields == TracePatchFields {
    /// Traces the function at `path` of `target`: now, or where the target ends with `?`, when the program
    /// imports that module. What is traced already stays as it is. The target `package.*` is each module of the package,
    /// the loaded ones and those to come.
    static func instrument(
        _ target: Borrowed, _ path: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) {
        if RecorderSettings.isDisabled { return }
        if target.isText, try instrumentPackage(target, path, options, state) { return }
        guard let module = try Patching.deferredTarget(target) else { return try apply(target, path, options, state) }
        if let loaded = try ImportHooks.loadedModule(module.borrowed) {
            try apply(loaded.borrowed, path, options, state)
            return try TraceReport.note(module.borrowed, path, Owned.text("traced"), state)
        }
        let patch = try make(module.borrow(), path, isOfPackage: false, options, state)
        try ImportHooks.register(patch.borrow(), module.borrow(), state: state)
    }

    /// The same where the target is `package.*`, or `package.*?`; false for any other.
    private static func instrumentPackage(
        _ target: Borrowed, _ path: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) -> Bool {
        let deferred = try Patching.deferredTarget(target)
        let modules = deferred.borrow() ?? target
        guard let package = try TracePattern.package(in: modules) else { return false }
        if deferred == nil { _ = try ImportHooks.importModule(package.borrow(), state) }
        let patch = try make(modules, path, isOfPackage: true, options, state)
        try ImportHooks.register(patch.borrow(), package: package.borrow(), state: state)
        return true
    }

    /// A patch that waits for its module.
    private static func make(
        _ module: Borrowed, _ path: Borrowed, isOfPackage: Bool, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) -> Owned {
        guard path.isText else { throw PythonError.raise(.typeError, "the path is a str, not %s", .typeName(path)) }
        guard let type = state.pointee.recorder.objects.tracePatchType.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        let object = try TypeReference(unchecked: type).allocate()
        let patch = TracePatch(unchecked: object)
        patch.fields.module.initialize(module.retained())
        patch.fields.path.initialize(path.retained())
        patch.fields.isOfPackage = isOfPackage
        patch.fields.options = options
        if let name = options.name.retained() {
            patch.fields.options.name = Field()
            patch.fields.options.name.initialize(name)
        }
        patch.fields.state = state
        state.retain()
        try TraceReport.note(module, path, Owned.text("waiting"), state)
        return object
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
            if fields.isOfPackage {
                let count = try Self.applyInPackage(arguments[0], path.borrowed, fields.options, state)
                try TraceReport.note(module.borrowed, path.borrowed, count: count, state)
            } else {
                try Self.apply(arguments[0], path.borrowed, fields.options, state)
                try TraceReport.note(module.borrowed, path.borrowed, Owned.text("traced"), state)
            }
        } catch {
            // Of a package, one module is at fault.
            let place = fields.isOfPackage ? arguments[0] : module.borrowed
            Self.report(place, path.borrowed, state)
        }
    }

    /// Reports the exception that is set.
    private static func report(_ place: Borrowed, _ path: Borrowed, _ state: StateReference) {
        let exception = SavedException()
        exception.with { error in
            guard let text = error.optionalText() else { return }
            let name = place.isText ? place.retained() : place.quietAttribute(state.names.moduleName)
            if let name, name.isText { TraceReport.note(name.borrowed, path, text, state) }
        }
        exception.restore()
        PythonError.writeUnraisable(path)
    }
}
