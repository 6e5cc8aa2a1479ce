import CPython

extension Borrowed {
    /// Adds `value` to this module under `name`.
    func add(_ name: StaticString, _ value: borrowing some AnyReference) throws(PythonError) {
        // Safe: the function takes a reference of its own when it succeeds.
        try PythonError.check(unsafe PyModule_AddObjectRef(raw, name.cString, value.raw))
    }

    /// Adds a type to this module, and to the place in the state where our code finds it.
    func add(type: consuming Owned, _ name: StaticString, to field: inout Field) throws(PythonError) {
        try add(name, type)
        _ = field.exchange(type)
    }

    /// Adds functions to this module. Their first parameter is the module.
    func add(functions: [Method]) throws(PythonError) {
        // Safe: the table is never freed, as built-in functions point into it.
        let table = unsafe immortalTable(functions.map { unsafe $0.definition }, end: PyMethodDef())
        try PythonError.check(unsafe PyModule_AddFunctions(raw, table.assumingMemoryBound(to: PyMethodDef.self)))
    }
}
