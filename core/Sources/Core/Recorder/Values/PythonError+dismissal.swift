import CPython

extension PythonError {
    /// Drops the exception that recording a value raised, unless it is not about the value: an
    /// interrupt that arrived in code which only the recorder runs is raised again, in the program.
    static func dismiss() {
        guard isSet else { return }
        guard matches(.keyboardInterrupt) || matches(.systemExit) else { return clear() }
        raiseAgain()
    }

    /// The same for code of the value's own, such as a `__repr__`: that it asks for the end of the program
    /// is a fault of ours, since the program did not call it.
    static func dismissFromValue() {
        guard isSet else { return }
        guard matches(.keyboardInterrupt) else { return clear() }
        raiseAgain()
    }

    private static func raiseAgain() {
        // Safe: an exception is set; the function takes the reference over.
        if let exception = unsafe martlet_take_exception() { unsafe martlet_raise_again(exception) }
    }
}
