import CPython

extension Instance where Fields == TracePatchFields {
    /// Traces all members of a module, or of a class in it, whose names match: `*`, `Class.*`, `Class.get_*`.
    ///
    /// Of a module these are the functions and classes that it defines itself.
    static func applyPattern(
        _ target: Borrowed, _ path: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) {
        let dot = try Owned.text(".")
        // Safe, as below: both are strings; new references, or null with an exception set.
        let parts = try unsafe Owned(PyUnicode_RPartition(path.raw, dot.raw))
        let outer = parts.tupleItem(0), pattern = parts.tupleItem(2)
        let parent = try holder(outer.borrowed, in: target, state)
        let count = try traceMembers(of: parent.borrowed, pattern.borrowed, withBuiltins: true, options, state)
        // A module may have none of its own; that is no mistake where all are meant.
        guard count > 0 || pattern.spells("*") else {
            let message = try Owned.format("%R has no function or class that %R means", .object(parent), .object(path))
            guard let error = state.pointee.errors.pathResolution.retained() else {
                throw PythonError.raise(.attributeError, "%U", .object(message))
            }
            throw PythonError.raise(error, message: message)
        }
    }

    /// Traces what a path means in a module of a package; returns how many functions and classes that are. It is no
    /// mistake that there are none: the path is meant for other modules then. Functions written in C are left as they are: what
    /// else is compiled in the package may need them to be just that.
    static func applyInPackage(
        _ module: Borrowed, _ path: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) -> Int {
        // Safe: both are strings; a new list of strings, which nobody else sees.
        let dot = try Owned.text(".")
        let names = try unsafe Owned(PyUnicode_Split(path.raw, dot.raw, -1))
        var parent = module.retained()
        for index in 0..<(names.listCount - 1) {
            let name = names.listItem(index)
            // Only what is there: to ask a module for more can import.
            let dictionary = try parent.attribute(state.names.dict)
            guard try dictionary.contains(name) else { return 0 }
            let member = try dictionary.item(name)
            guard member.isType else { return 0 }
            let home = try module.optionalAttribute(state.names.moduleName)
            guard try isMember(member.borrowed, of: home.borrowed, state) else { return 0 }
            parent = member.retained()
        }
        let last = names.listItem(names.listCount - 1)
        return try traceMembers(of: parent.borrowed, last.borrowed, withBuiltins: false, options, state)
    }

    /// Traces those members of a module or a class whose names match; returns how many these are. One that cannot be
    /// traced does not keep the others from it, and is thrown at the end.
    private static func traceMembers(
        of parent: Borrowed, _ pattern: Borrowed, withBuiltins: Bool, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) -> Int {
        let members = try unsafe Owned(PyDict_New())
        let dictionary = try parent.attribute(state.names.dict)
        try PythonError.check(unsafe PyDict_Update(members.raw, dictionary.raw))
        let home = parent.isType ? nil : try parent.optionalAttribute(state.names.moduleName)
        var position = 0
        var key: RawObject?
        var value: RawObject?
        var count = 0
        var fault: SavedException?
        // Safe: the copy is ours alone, so it does not change, and keeps keys and values alive.
        while unsafe PyDict_Next(members.raw, &position, &key, &value) != 0 {
            let name = Borrowed(argument: key), member = Borrowed(argument: value)
            guard name.isText, name.withUTF8({ name in pattern.withUTF8 { unsafe TracePattern.matches(name, $0) } }) else { continue }
            if isTraced(member, state) {
                count &+= 1
                continue
            }
            do throws(PythonError) {
                guard withBuiltins || !member.isBuiltinFunction, try isMember(member, of: home.borrowed, state) else { continue }
                try parent.setAttribute(name, Tracer.trace(member, options, state))
                count &+= 1
            } catch {
                if fault == nil { fault = SavedException() } else { PythonError.clear() }
            }
        }
        if let fault {
            fault.restore()
            throw PythonError()
        }
        return count
    }

    /// The module itself, where the path to the class in it is empty.
    private static func holder(_ path: Borrowed, in target: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        // Safe: the length of a string.
        if unsafe PyUnicode_GetLength(path.raw) == 0 { return target.retained() }
        let found = try ResolvedPath.resolve(target, path, state: state)
        return found.original.retained()
    }

    /// Whether a member of a class (`home` is nil), or of a module of that name, is one to be traced.
    private static func isMember(_ member: Borrowed, of home: Borrowed?, _ state: StateReference) throws(PythonError) -> Bool {
        // A class that is written in C takes no other methods.
        if member.isType, unsafe martlet_is_mutable_type(TypeReference(unchecked: member).rawType) == 0 { return false }
        if member.isExactly(.function) || member.isType || member.isBuiltinFunction {
            guard let home else { return member.isExactly(.function) }
            guard let module = try member.optionalAttribute(state.names.module), module.isText, home.isText else { return false }
            // Safe: both are strings.
            return unsafe PyUnicode_Compare(module.raw, home.raw) == 0
        }
        return home == nil && (member.isExactly(.classMethod) || member.isExactly(.staticMethod))
    }
}
