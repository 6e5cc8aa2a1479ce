import CPython

// The functions that the static module definition in `CPython/module.c` names.

/// `Py_mod_exec`: fills a new module of one interpreter.
@c(martlet_module_execute)
func executeModule(_ module: RawObject) -> Int32 {
    statusEntry { () throws(PythonError) in
        let module = unsafe Borrowed(module)
        let state = StateReference(makingFor: module)
        // Safe: the module is alive, and the text static.
        try PythonError.check(unsafe martlet_add_version(module.raw))
        _ = state.pointee.module.exchange(module.retained())
        try state.pointee.errors.make(in: module)
        try addProxies(to: module, state: state)
        try addPatching(to: module, state: state)
        try addDecorators(to: module, state: state)
        try addRecorder(to: module, state: state)
    }
}

/// `m_traverse`.
@c(martlet_module_traverse)
func traverseModule(_ module: RawObject, _ visit: visitproc, _ argument: UnsafeMutableRawPointer?) -> Int32 {
    guard let state = unsafe StateReference(module: Borrowed(module)),
        let visitor = unsafe Visitor(visit, argument)
    else { return 0 }
    return state.traverse(visitor)
}

/// `m_clear`.
@c(martlet_module_clear)
func clearModule(_ module: RawObject) -> Int32 {
    unsafe StateReference(module: Borrowed(module))?.clear()
    return 0
}

/// `m_free`, which gets the module as an untyped pointer.
@c(martlet_module_free)
func freeModule(_ module: UnsafeMutableRawPointer) {
    let module = unsafe Borrowed(module.assumingMemoryBound(to: PyObject.self))
    StateReference(module: module)?.clear()
    StateReference.detach(from: module)
}
