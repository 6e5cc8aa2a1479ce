import CPython

/// Whether a callable is asynchronous, through any wrappers.
enum AsyncDetection {
    /// Follows `__wrapped__`, and through class and static methods: true at the first coroutine function, false at one
    /// that `mark_as_sync` marked.
    static func isAsyncCallable(_ object: Borrowed, _ state: StateReference) throws(PythonError) -> Bool {
        let names = state.names
        let inspect = try Owned.module("inspect")
        // Kept alive, so that none is mistaken for another by its address.
        let seen = try Owned.list()
        var current = object.retained()
        let limit = Py_GetRecursionLimit()
        while true {
            if let next = try wrappedBySynchronized(current, state) {
                current = next
                continue
            }
            for index in 0..<seen.listCount where seen.listItem(index).isIdentical(to: current) { throw loop(object) }
            guard seen.listCount < Int(limit) else { throw loop(object) }
            try seen.append(current)
            if try isMethodDescriptor(current) {
                if let next = try current.optionalAttribute(names.wrapped), !next.isNone {
                    current = next
                } else {
                    current = try current.attribute(names.underlyingFunction)
                }
                continue
            }
            if let mark = try current.optionalAttribute(names.decorators.ownIsNotCoroutine), try mark.isTrue() { return false }
            if try inspect.callMethod(names.decorators.isCoroutineFunction, current).isTrue() { return true }
            guard let next = try current.optionalAttribute(names.wrapped), !next.isNone, !next.isIdentical(to: current) else {
                return false
            }
            current = next
        }
    }

    /// What a synchronized wrapper wraps, unless it is marked. Of everything else it says what that says, each time through
    /// all that is below: to ask it as well would take the third power of the depth. It is part of no loop.
    private static func wrappedBySynchronized(_ object: borrowing Owned, _ state: StateReference) throws(PythonError) -> Owned? {
        guard state.pointee.types.decorators.synchronizedWrapper.holds(object.type) else { return nil }
        let proxy = Proxy(unchecked: object)
        if let own = proxy.fields.dictionary.retained(), try own.dictionaryItem(state.names.decorators.ownIsNotCoroutine) != nil {
            return nil
        }
        return try proxy.wrapped()
    }

    private static func isMethodDescriptor(_ object: borrowing Owned) throws(PythonError) -> Bool {
        if try object.isInstance(of: TypeReference.classMethod) { return true }
        return try object.isInstance(of: TypeReference.staticMethod)
    }

    private static func loop(_ object: Borrowed) -> PythonError {
        .raise(.valueError, "wrapper loop when unwrapping %R", .object(object))
    }
}
