import CPython

/// Where a dotted path leads: an attribute of an object, and what it is now.
struct ResolvedPath: ~Copyable {
    /// The object that the last name was looked up on.
    let parent: Owned
    /// The last name.
    let attribute: Owned
    /// What the attribute is, unbound: a class gives what a dictionary of its bases holds.
    let original: Owned

    init(parent: consuming Owned, attribute: consuming Owned, original: consuming Owned) {
        self.parent = parent
        self.attribute = attribute
        self.original = original
    }

    /// Follows `name` from `target`, a module, class or object, or the name of a module to import.
    static func resolve(_ target: Borrowed, _ name: Borrowed, state: StateReference) throws(PythonError) -> ResolvedPath {
        guard name.isText else {
            throw PythonError.raise(.typeError, "the path of an attribute is a str, not '%.200s'", .typeName(name))
        }
        let start = target.isText ? try importTarget(target, name, state) : target.retained()
        // Safe: both are strings; the result is a new list of strings, which nobody else sees.
        let dot = try Owned.text(".")
        let path = try unsafe Owned(PyUnicode_Split(name.raw, dot.raw, -1))
        var parent = start.retained()
        var attribute = path.listItem(0)
        var original = try lookUp(attribute.borrow(), on: parent.borrow(), name, start.borrow(), state)
        for index in 1..<max(1, path.listCount) {
            parent = original
            attribute = path.listItem(index)
            original = try lookUp(attribute.borrow(), on: parent.borrow(), name, start.borrow(), state)
        }
        return ResolvedPath(parent: parent, attribute: attribute, original: original)
    }

    private static func importTarget(_ target: Borrowed, _ name: Borrowed, _ state: StateReference)
        throws(PythonError) -> Owned
    {
        do throws(PythonError) {
            return try ImportHooks.importModule(target, state)
        } catch {
            guard PythonError.matches(.moduleNotFoundError) else { throw error }
            let cause = SavedException()
            throw PythonError.raise(
                state.pointee.errors.targetModuleNotFound,
                try .format(
                    "unable to import module %R while resolving the target for %R", .object(target), .object(name)),
                from: cause)
        }
    }

    private static func lookUp(
        _ attribute: Borrowed, on parent: Borrowed, _ name: Borrowed, _ target: Borrowed, _ state: StateReference
    ) throws(PythonError) -> Owned {
        do throws(PythonError) {
            if try parent.isInstance(of: TypeReference.type),
                let found = try classDictionary(of: parent, with: attribute, state)
            {
                return try found.item(attribute)
            }
            return try parent.attribute(attribute)
        } catch {
            guard PythonError.matches(.attributeError) else { throw error }
            let cause = SavedException()
            throw PythonError.raise(
                state.pointee.errors.pathResolution,
                try .format(
                    "unable to resolve attribute %R in path %R on %R", .object(attribute), .object(name), .object(target)),
                from: cause)
        }
    }

    /// The dictionary of the first class in a class's method resolution order that has the attribute.
    private static func classDictionary(of type: Borrowed, with attribute: Borrowed, _ state: StateReference)
        throws(PythonError) -> Owned?
    {
        guard let owner = try classDefining(attribute, in: type, skippingFirst: false, state) else { return nil }
        return try owner.attribute(state.names.dict)
    }

    /// The first class in a class's method resolution order whose own dictionary has the attribute.
    static func classDefining(_ attribute: Borrowed, in type: Borrowed, skippingFirst: Bool, _ state: StateReference)
        throws(PythonError) -> Owned?
    {
        let order = try type.attribute(state.names.mro)
        guard order.isTuple else { return nil }
        for index in (skippingFirst ? 1 : 0)..<max(skippingFirst ? 1 : 0, order.tupleCount) {
            let base = order.tupleItem(index)
            if try base.attribute(state.names.dict).contains(attribute) { return base }
        }
        return nil
    }
}
