import CPython

/// The program's signal handlers, which Python runs between two steps of whatever code it is in: also of
/// code that only the recorder runs, such as a value's `__repr__`.
enum SignalHandlers {
    /// Whether a handler raised this exception, as the alarm of a time limit does. It is the program's then,
    /// wherever it came up. Found by the handler's code among the frames that the exception passed.
    static func raised(_ exception: Borrowed) -> Bool {
        do throws(PythonError) {
            let name = try Owned.text("_signal")
            guard let module = try ImportHooks.loadedModule(name.borrowed) else { return false }
            // Safe: a new reference or null.
            guard let raw = unsafe PyException_GetTraceback(exception.raw) else { return false }
            let codes = try handlerCodes(module)
            let frameName = try Owned.text("tb_frame"), codeName = try Owned.text("f_code"), nextName = try Owned.text("tb_next")
            var frame = unsafe Owned(stealing: raw)
            for _ in 0..<1000 {
                let code = try frame.attribute(frameName).attribute(codeName)
                for index in 0..<codes.listCount where codes.listItem(index).isIdentical(to: code) { return true }
                let next = try frame.attribute(nextName)
                guard !next.isNone else { return false }
                frame = next
            }
        } catch {
            PythonError.clear()
        }
        return false
    }

    /// The code objects of the handlers that are written in Python, a list.
    private static func handlerCodes(_ module: borrowing Owned) throws(PythonError) -> Owned {
        let codes = try Owned.list()
        let getter = try module.attribute(Owned.text("getsignal"))
        for number in 1..<65 {
            do throws(PythonError) {
                let handler = try getter.call(Owned.integer(number))
                if handler.isCallable, let code = try code(of: handler) { try codes.append(code) }
            } catch {
                // Numbers that are no signals.
                PythonError.clear()
            }
        }
        return codes
    }

    /// The code of a function, a method, a partial or an object with `__call__`.
    private static func code(of handler: borrowing Owned) throws(PythonError) -> Owned? {
        let name = try Owned.text("__code__")
        if let code = try handler.optionalAttribute(name) { return code }
        if let function = try handler.optionalAttribute(Owned.text("func")) {
            return try function.optionalAttribute(name)
        }
        guard let call = handler.type.lookup(try Owned.text("__call__")) else { return nil }
        return try call.optionalAttribute(name)
    }
}
