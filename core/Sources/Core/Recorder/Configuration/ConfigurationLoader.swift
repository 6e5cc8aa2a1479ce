import CPython

/// Lets `martlet.toml` count in an interpreter, when that imports Martlet.
enum ConfigurationLoader {
    /// Reads the file, if there is one. What is wrong with it is kept, to be told when the program starts to record:
    /// nothing of it counts then, and no payloads are recorded, since what it wanted masked is not known.
    static func load(_ state: StateReference) {
        guard !RecorderSettings.isDisabled, let file = ConfigurationFile.find() else { return }
        guard let text = file.text else {
            return note(ConfigurationError(line: 0, key: [], message: "the file cannot be read"), in: file.path, state)
        }
        do throws(ConfigurationError) {
            let configuration = try Configuration(text)
            try compilePatterns(configuration, state)
            mask(configuration, state)
            state.pointee.recorder.configuration = configuration
        } catch {
            note(error, in: file.path, state)
        }
    }

    private static func mask(_ configuration: Configuration, _ state: StateReference) {
        guard !configuration.maskedKeys.isEmpty || configuration.masksCards else { return }
        let rules = MaskingRules()
        for key in configuration.maskedKeys { unsafe key.withUnsafeBytes { unsafe rules.add(key: $0) } }
        rules.masksCards = configuration.masksCards
        state.pointee.recorder.masking = rules
    }

    private static func compilePatterns(_ configuration: Configuration, _ state: StateReference) throws(ConfigurationError) {
        guard !configuration.maskedPatterns.isEmpty else { return }
        let patterns = quietly { () throws(PythonError) in
            let module = try Owned.module("re")
            let list = try Owned.list()
            for source in configuration.maskedPatterns {
                try list.append(module.callMethod(state.names.values.compile, text(source)))
            }
            return list
        }
        guard let patterns else {
            throw ConfigurationError(
                line: configuration.patternsLine, key: [UInt8](literal: "mask.patterns"), message: "has one that is no regular expression")
        }
        _ = state.pointee.recorder.objects.maskPatterns.exchange(patterns)
    }

    private static func note(_ error: ConfigurationError, in path: [UInt8], _ state: StateReference) {
        var message = ByteBuffer()
        unsafe path.withUnsafeBytes { message.append($0) }
        if error.line > 0 {
            message.append(", line ")
            message.append(decimal: Int64(error.line))
        }
        message.append(": ")
        if !error.key.isEmpty {
            unsafe error.key.withUnsafeBytes { message.append($0) }
            message.append(" ")
        }
        message.append(error.message)
        let bytes = message.withBytes { unsafe [UInt8]($0) }
        // Without memory for the text the fault is there all the same.
        let fault = quietly { () throws(PythonError) in try text(bytes) } ?? .none
        _ = state.pointee.recorder.objects.configurationFault.exchange(fault)
    }

    /// A string; what is not UTF-8 becomes U+FFFD.
    static func text(_ bytes: [UInt8]) throws(PythonError) -> Owned {
        let result = unsafe bytes.withUnsafeBytes { bytes in
            // Safe: as many bytes as there are; a new string or null.
            unsafe PyUnicode_DecodeUTF8(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "replace")
        }
        return try unsafe Owned(result)
    }

    /// Says what is wrong with the file, where nobody has yet, through `sys.unraisablehook`. No exception may be set.
    static func reportFault(_ state: StateReference) {
        guard let fault = takeFault(state), fault.isText else { return }
        _ = PythonError.raise(.valueError, "%U", .object(fault))
        let context = quietlyNamed()
        PythonError.writeUnraisable(context.borrowed ?? .none)
    }

    private static func quietlyNamed() -> Owned? {
        let exception = SavedException()
        let name = quietly { () throws(PythonError) in try Owned.text("martlet.toml") }
        exception.restore()
        return name
    }

    /// What is wrong with the file, the first time that it is asked for.
    static func takeFault(_ state: StateReference) -> Owned? {
        guard !state.pointee.recorder.isFaultReported else { return nil }
        state.pointee.recorder.isFaultReported = true
        return state.pointee.recorder.objects.configurationFault.retained()
    }
}

extension [UInt8] {
    /// The bytes of a literal.
    init(literal text: StaticString) {
        // Safe: the literal's own bytes.
        unsafe self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
