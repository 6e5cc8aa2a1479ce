import CPython

/// The exceptions of the package, one set per interpreter. It holds `Field`s and nothing else.
struct ErrorTypes {
    var wrapperNotInitialized = Field()
    var pathResolution = Field()
    var targetModuleNotFound = Field()
    var wrapperChainTooDeep = Field()
    var wrapperNotFound = Field()
    var wrapperNotOutermost = Field()

    /// Makes them and adds them to the module.
    mutating func make(in module: Borrowed) throws(PythonError) {
        try make(
            "martlet.exceptions.WrapperNotInitializedError", "WrapperNotInitializedError", .valueError,
            "A wrapper was initialized and wraps nothing. Not an AttributeError, so that hasattr() does not hide it.",
            &wrapperNotInitialized, module)
        try make(
            "martlet.exceptions.PathResolutionError", "PathResolutionError", .attributeError,
            "The dotted path of a patch could not be followed; __cause__ has the reason.", &pathResolution, module)
        try make(
            "martlet.exceptions.TargetModuleNotFoundError", "TargetModuleNotFoundError", .moduleNotFoundError,
            "The module that a patch names could not be imported; __cause__ has the reason.", &targetModuleNotFound, module)
        try make(
            "martlet.exceptions.WrapperChainTooDeepError", "WrapperChainTooDeepError", .runtimeError,
            "A chain of wrappers goes on beyond the limit, so that an answer would be a guess.", &wrapperChainTooDeep, module)
        try make(
            "martlet.exceptions.WrapperNotFoundError", "WrapperNotFoundError", .valueError,
            "The wrapper to be removed is not in the attribute's chain.", &wrapperNotFound, module)
        try make(
            "martlet.exceptions.WrapperNotOutermostError", "WrapperNotOutermostError", .valueError,
            "The wrapper to be removed lies below something that is no wrapper of ours.", &wrapperNotOutermost, module)
    }

    private func make(
        _ qualifiedName: StaticString, _ name: StaticString, _ base: ExceptionType, _ documentation: StaticString,
        _ field: inout Field, _ module: Borrowed
    ) throws(PythonError) {
        // Safe: the texts are static; the result is a new reference or null.
        let type = try unsafe Owned(
            PyErr_NewExceptionWithDoc(qualifiedName.cString, documentation.cString, base.raw, nil))
        try module.add(type: type, name, to: &field)
    }
}

extension PythonError {
    /// Sets an exception of one of our types with this text.
    static func raise(_ field: Field, _ message: consuming Owned) -> PythonError {
        guard let type = field.retained() else { return raise(ExceptionType.runtimeError, message: message) }
        return raise(type, message: message)
    }

    /// The same in place of the exception that is set, which becomes its cause: `raise ... from ...`.
    static func raise(_ field: Field, _ message: consuming Owned, from cause: consuming SavedException) -> PythonError {
        let error = raise(field, message)
        cause.with { cause in
            // Safe: an exception was just set; both setters take over a reference each.
            guard let raised = unsafe martlet_take_exception() else { return }
            unsafe PyException_SetCause(raised, cause.retained().take())
            unsafe PyException_SetContext(raised, cause.retained().take())
            unsafe martlet_restore_exception(raised)
        }
        return error
    }
}
