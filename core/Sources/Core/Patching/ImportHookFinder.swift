import CPython

/// The memory of `ImportHookFinder`.
@safe struct ImportHookFinderFields {
    /// A dictionary of the names that are being found right now.
    var inProgress = Field()
    var state: StateReference?
}

typealias ImportHookFinder = Instance<ImportHookFinderFields>

extension Instance where Fields == ImportHookFinderFields {
    /// Finds the spec of a module that hooks wait for, by asking the import system again without us, and
    /// puts our loader around its loader. Of other modules it knows nothing.
    func findSpec(_ name: Borrowed, _ result: (Borrowed, StateReference) throws(PythonError) -> Owned) throws(PythonError) -> Owned {
        guard let state = fields.state, let inProgress = fields.inProgress.retained() else { return .none }
        guard try ImportHooks.areWaiting(for: name, state), try !inProgress.contains(name) else { return .none }
        try inProgress.setDictionaryItem(name, Borrowed.true)
        let spec: Owned
        do throws(PythonError) {
            spec = try Owned.module("importlib.util").callMethod(state.names.findSpec, name)
        } catch {
            let exception = SavedException()
            try? inProgress.removeItem(name)
            PythonError.clear()
            exception.restore()
            throw error
        }
        try inProgress.removeItem(name)
        return try result(spec.borrow(), state)
    }

    /// The loader of a spec in ours, unless it is ours already; nil where there is none.
    static func chainedLoader(_ spec: Borrowed, _ state: StateReference) throws(PythonError) -> Owned? {
        guard let loader = try spec.optionalAttribute(state.names.specLoader), try loader.isTrue(),
            let type = state.pointee.types.importHookLoader.retained(),
            !loader.isReally(TypeReference(unchecked: type))
        else { return nil }
        return try type.call(loader)
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.importer.ImportHookFinder", fields: ImportHookFinderFields.self, flags: .base | .collected, in: module,
            slots: [
                .documentation("Finds modules that hooks wait for, and has their loader call these."),
                .new { type, _, _ in
                    entry { () throws(PythonError) in
                        let type = unsafe TypeReference(type.unsafelyUnwrapped)
                        let state = try StateReference(type: type)
                        let finder = try type.allocate()
                        state.retain()
                        ImportHookFinder(unchecked: finder).fields.state = state
                        ImportHookFinder(unchecked: finder).fields.inProgress.initialize(try .dictionary())
                        return finder
                    }
                },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let finder = unsafe ImportHookFinder(object.unsafelyUnwrapped)
                    let status = unsafe visitor.visitType(of: finder.raw)
                    return status == 0 ? finder.fields.inProgress.traverse(visitor) : status
                },
                .clear { object in
                    _ = unsafe ImportHookFinder(object.unsafelyUnwrapped).fields.inProgress.exchange(nil)
                    return 0
                },
                .deallocate { object in
                    let finder = unsafe ImportHookFinder(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(finder.raw)
                    _ = finder.fields.inProgress.exchange(nil)
                    let state = finder.fields.state
                    unsafe Deallocation.free(finder.raw)
                    state?.release()
                },
                .methods(methods),
                .properties([
                    Property("in_progress", get: { object, _ in
                        entry(ImportHookFinder.self, object) { finder throws(PythonError) in
                            guard let names = finder.fields.inProgress.retained() else { return try .dictionary() }
                            return names
                        }
                    })
                ]),
            ])
    }

    private static var methods: [Method] {
        [
            .arguments("find_spec", "The spec of a module that hooks wait for, with our loader; else None.") {
                object, base, count, names in
                entry(ImportHookFinder.self, object) { finder throws(PythonError) in
                    let arguments = unsafe Arguments(base, count, names)
                    return try finder.findSpec(try finder.moduleName(arguments)) { (spec, state) throws(PythonError) in
                        if let loader = try ImportHookFinder.chainedLoader(spec, state) {
                            try spec.setAttribute(state.names.specLoader, loader)
                        }
                        return spec.retained()
                    }
                }
            },
            .arguments("find_module", "The loader of a module that hooks wait for, in ours; else None.") {
                object, base, count, names in
                entry(ImportHookFinder.self, object) { finder throws(PythonError) in
                    let arguments = unsafe Arguments(base, count, names)
                    return try finder.findSpec(try finder.moduleName(arguments)) { (spec, state) throws(PythonError) in
                        try ImportHookFinder.chainedLoader(spec, state) ?? .none
                    }
                }
            },
        ]
    }

    @_lifetime(copy arguments)
    private func moduleName(_ arguments: Arguments) throws(PythonError) -> Borrowed {
        guard let names = fields.state?.names else { throw PythonError.raise(.runtimeError, "the finder was not made") }
        return try arguments.parse("find_spec", [names.fullname, names.pathParameter, names.target], required: 1)[0]!
    }
}
