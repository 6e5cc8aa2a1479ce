import CPython

/// Hooks that are called with every module of a package, the package itself included.
///
/// They wait in a dictionary of lists, by the package's name, and stay there: nobody knows which modules are to come.
extension ImportHooks {
    /// Calls the hook with the modules of the package that are loaded, and from now on with each that is imported.
    static func register(_ hook: Borrowed, package: Borrowed, state: StateReference) throws(PythonError) {
        // The finder asks it: were it, or what it imports, in the package, they would be imported while they are.
        _ = try Owned.module("importlib.util")
        try installFinder(state)
        try add(hook, package: package, state)
        // Safe: borrowed from the interpreter; the copy is ours, so that hooks may import.
        let modules = try unsafe Owned(PyDict_Copy(PyImport_GetModuleDict()))
        var position = 0
        var key: RawObject?
        var value: RawObject?
        // Safe: the copy is ours alone, so it does not change, and keeps keys and values alive.
        while unsafe PyDict_Next(modules.raw, &position, &key, &value) != 0 {
            let name = Borrowed(argument: key), module = Borrowed(argument: value)
            // Under the package's name there may be something else, or a module of another package.
            guard module.isModule, try contains(name, package), let own = try ownName(of: module, state),
                try contains(own.borrow(), package)
            else { continue }
            _ = try hook.call(module)
        }
    }

    /// Whether hooks wait for a package that a module of this name would be in. `package.__main__` is looked for to be run, and
    /// not imported: it is to find its own loader.
    static func areWaiting(forPackageOf name: Borrowed, _ state: StateReference) throws(PythonError) -> Bool {
        guard let hooks = state.pointee.objects.packageHooks.retained(), name.isText, !isMain(name) else { return false }
        var enclosing = name.retained()
        while try !hooks.contains(enclosing) {
            guard let parent = try parent(of: enclosing.borrow()) else { return false }
            enclosing = parent
        }
        return true
    }

    /// Calls the hooks that wait for a package that the module is in.
    static func notifyPackages(of module: Borrowed, named name: Borrowed, _ state: StateReference) throws(PythonError) {
        guard let hooks = state.pointee.objects.packageHooks.retained(), name.isText else { return }
        var enclosing: Owned? = name.retained()
        while let package = enclosing.take() {
            if let list = try hooks.dictionaryItem(package) { try callAll(list, module) }
            enclosing = try parent(of: package.borrow())
        }
    }

    private static func add(_ hook: Borrowed, package: Borrowed, _ state: StateReference) throws(PythonError) {
        if state.pointee.objects.packageHooks.isEmpty {
            _ = state.pointee.objects.packageHooks.exchange(try .dictionary())
        }
        guard let hooks = state.pointee.objects.packageHooks.retained() else { return }
        if let list = try hooks.dictionaryItem(package) { return try list.append(hook) }
        let list = try Owned.list()
        try list.append(hook)
        try hooks.setDictionaryItem(package, list)
    }

    /// Whether a module of this name is the package, or is in it.
    private static func contains(_ name: Borrowed, _ package: Borrowed) throws(PythonError) -> Bool {
        guard name.isText else { return false }
        return name.withUTF8 { name in
            package.withUTF8 { package in
                guard name.count >= package.count else { return false }
                // Safe: every index is below the count.
                for index in 0..<package.count where unsafe name[index] != package[index] { return false }
                return unsafe name.count == package.count || name[package.count] == UInt8(ascii: ".")
            }
        }
    }

    private static func isMain(_ name: Borrowed) -> Bool {
        let main: StaticString = ".__main__"
        return name.withUTF8 { name in
            let start = name.count - main.utf8CodeUnitCount
            guard start > 0 else { return false }
            // Safe: both have that many bytes from there on.
            for index in 0..<main.utf8CodeUnitCount where unsafe name[start + index] != main.utf8Start[index] { return false }
            return true
        }
    }

    /// The `__name__` in a module's dictionary: to ask the module itself could load one that is lazy.
    private static func ownName(of module: Borrowed, _ state: StateReference) throws(PythonError) -> Owned? {
        // Safe: a module, whose dictionary it keeps.
        guard let dictionary = unsafe PyModule_GetDict(module.raw) else { throw PythonError() }
        return try unsafe Borrowed(dictionary).retained().dictionaryItem(state.names.moduleName)
    }

    /// What stands before the last dot of a name.
    private static func parent(of name: Borrowed) throws(PythonError) -> Owned? {
        // Safe: a string, and places in it.
        let dot = unsafe PyUnicode_FindChar(name.raw, 0x2E, 0, PyUnicode_GetLength(name.raw), -1)
        guard dot > 0 else {
            if dot == -2 { throw PythonError() }
            return nil
        }
        return try unsafe Owned(PyUnicode_Substring(name.raw, 0, dot))
    }
}
