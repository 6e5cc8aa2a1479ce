import CPython

/// Packages that Martlet knows how to record. Asking for one imports nothing: its patches wait
/// until the program imports it.
enum Instrumentation {
    /// `instrumentations()` and `instrument(name)`.
    static var functions: [Method] {
        [
            .noArguments(
                "instrumentations", "instrumentations()\n--\n\nNames of the packages that can be instrumented, a tuple of str."
            ) { _, _ in
                entry { () throws(PythonError) in try ClientPackage.names() }
            },
            .arguments(
                "instrument",
                """
                instrument(target, path=None, /, *, name=None, kind=None, capture=None)
                --

                Records the calls of a package that Martlet knows, from the moment that the program imports it, or
                from now on if it has. With a path, traces one function of a module, as martlet.trace does:
                instrument("module?", "Class.method") waits for the import, without the "?" it imports the module.
                instrument("package.*?", "*") traces all modules of a package as they are imported.
                Doing so again changes nothing. ValueError for a package that is not known.
                """
            ) { module, base, count, names in
                entry { () throws(PythonError) in
                    try unsafe Instrumentation.instrument(
                        Arguments(base, count, names), in: Borrowed(argument: module))
                    return .none
                }
            },
        ]
    }

    private static func instrument(_ arguments: Arguments, in module: Borrowed) throws(PythonError) {
        guard arguments.count == 1 || arguments.count == 2 else {
            throw PythonError.raise(.typeError, "instrument() takes a package, or a module and a path")
        }
        guard arguments.count == 2, !arguments[1].isNone, let state = StateReference(module: module) else {
            guard arguments.namedCount == 0 else {
                throw PythonError.raise(.typeError, "instrument() takes no options for a package")
            }
            return try instrument(arguments[0], in: module)
        }
        var options = try TraceOptions(named: arguments, of: "instrument", state.names)
        defer { _ = options.name.exchange(nil) }
        try TracePatch.instrument(arguments[0], arguments[1], options, state)
    }

    static func instrument(_ name: Borrowed, in module: Borrowed) throws(PythonError) {
        guard name.isText else {
            throw PythonError.raise(.typeError, "the name of a package is a str, not %s", .typeName(name))
        }
        guard ClientPackage.index(of: name) != nil else {
            throw PythonError.raise(.valueError, "there is no instrumentation of %R", .object(name))
        }
        guard !RecorderSettings.isDisabled, let state = StateReference(module: module) else { return }
        try ClientPatches.instrument(name, in: module, state)
    }
}
