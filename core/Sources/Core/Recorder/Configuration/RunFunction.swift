import CPython

/// What `martlet run` asks for, in the program that it started.
enum RunFunction {
    static var method: Method {
        .noArguments(
            "_begin_run",
            """
            _begin_run()
            --

            Instruments and traces what martlet.toml and MARTLET_TRACE name, as the program imports it. Returns what is
            wrong with either, a str, or None.
            """
        ) { module, _ in
            entry { () throws(PythonError) in try unsafe RunFunction.begin(StateReference(function: module), Borrowed(argument: module)) }
        }
    }

    private static func begin(_ state: StateReference, _ module: Borrowed) throws(PythonError) -> Owned {
        guard !RecorderSettings.isDisabled else { return .none }
        var fault = ConfigurationLoader.takeFault(state)
        let configuration = state.pointee.recorder.configuration
        if let packages = configuration?.packages {
            for package in packages {
                let name = try ConfigurationLoader.text(package)
                do throws(PythonError) { try Instrumentation.instrument(name.borrowed, in: module) } catch {
                    guard PythonError.matches(.valueError) else { throw error }
                    fault = try takeMessage()
                }
            }
        } else {
            let known = try ClientPackage.names()
            for index in 0..<known.tupleCount { try Instrumentation.instrument(known.tupleItem(index).borrowed, in: module) }
        }
        for pattern in configuration?.traces ?? [] { try trace(pattern, state) }
        for pattern in variablePatterns {
            if let message = TracePattern.fault(of: pattern) {
                let text = try ConfigurationLoader.text([UInt8](literal: message))
                fault = try .format("--trace %U %U", .object(ConfigurationLoader.text(pattern)), .object(text))
            } else {
                try trace(pattern, state)
            }
        }
        return fault ?? .none
    }

    /// The lines of `MARTLET_TRACE`.
    private static var variablePatterns: [[UInt8]] {
        guard let value = unsafe RecorderSettings.variable("MARTLET_TRACE") else { return [] }
        // Safe: a C string ends with a zero; its bytes are copied.
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: value, count: strlen(value)))
        var patterns: [[UInt8]] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) { patterns.append([UInt8](line)) }
        return patterns
    }

    private static func trace(_ pattern: [UInt8], _ state: StateReference) throws(PythonError) {
        let parts = TracePattern(pattern)
        let target = try ConfigurationLoader.text(parts.module + [UInt8(ascii: "?")])
        let path = try ConfigurationLoader.text(parts.path)
        do throws(PythonError) { try TracePatch.instrument(target.borrowed, path.borrowed, TraceOptions(), state) } catch {
            PythonError.writeUnraisable(path.borrowed)
        }
    }

    /// The text of the exception that is set, which is dropped.
    private static func takeMessage() throws(PythonError) -> Owned {
        let exception = SavedException()
        var message: Owned? = nil
        exception.with { error in message = error.optionalText() }
        if let message { return message }
        return try Owned.text("a package cannot be instrumented")
    }
}
