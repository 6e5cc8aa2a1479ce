import CPython

extension PythonError {
    /// Drops the exception that recording a value raised, unless it is not about the value: an
    /// interrupt that arrived in code which only the recorder runs, or what a signal handler raised there,
    /// is raised again, in the program.
    static func dismiss() {
        guard isSet else { return }
        guard matches(.keyboardInterrupt) || matches(.systemExit) || isOfSignalHandler else { return clear() }
        raiseAgain()
    }

    /// The same for code of the value's own, such as a `__repr__`: that it asks for the end of the program
    /// is a fault of ours, since the program did not call it.
    static func dismissFromValue() {
        guard isSet else { return }
        guard matches(.keyboardInterrupt) || isOfSignalHandler else { return clear() }
        raiseAgain()
    }

    /// Whether a handler of the program raised the exception that is set, which stays set.
    private static var isOfSignalHandler: Bool {
        var isSo = false
        let exception = SavedException()
        exception.with { error in isSo = SignalHandlers.raised(error) }
        exception.restore()
        return isSo
    }

    private static func raiseAgain() {
        // Safe: an exception is set; the function takes the reference over.
        if let exception = unsafe martlet_take_exception() { unsafe martlet_raise_again(exception) }
    }
}
