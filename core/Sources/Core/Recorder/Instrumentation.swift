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
                entry { () throws(PythonError) in try Owned.tuple(Owned.text("openai")) }
            },
            .oneArgument(
                "instrument",
                """
                instrument(name, /)
                --

                Records the calls of a package from the moment that the program imports it, or from now on
                if it has. Doing so again changes nothing. ValueError for a package that is not known.
                """
            ) { module, name in
                entry { () throws(PythonError) in
                    try Instrumentation.instrument(
                        unsafe Borrowed(name.unsafelyUnwrapped), in: unsafe Borrowed(module.unsafelyUnwrapped))
                    return .none
                }
            },
        ]
    }

    private static func instrument(_ name: Borrowed, in module: Borrowed) throws(PythonError) {
        guard name.isText else {
            throw PythonError.raise(.typeError, "the name of a package is a str, not %s", .typeName(name))
        }
        guard name.spells("openai") else {
            throw PythonError.raise(.valueError, "there is no instrumentation of %R", .object(name))
        }
        guard !RecorderSettings.isDisabled, let state = StateReference(module: module) else { return }
        guard state.pointee.recorder.objects.openAIHook.isEmpty else { return }
        let hook = try Owned.builtin(OpenAIInstrumentation.imported, module)
        _ = state.pointee.recorder.objects.openAIHook.exchange(hook.retained())
        try ImportHooks.register(hook.borrowed, name, state: state)
    }
}
