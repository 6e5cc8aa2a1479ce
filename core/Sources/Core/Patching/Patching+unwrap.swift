import CPython

extension Patching {
    /// `resolve_owner`: where the attribute physically is; nil where it is served dynamically.
    static func owner(of path: borrowing ResolvedPath, state: StateReference) throws(PythonError) -> Owned? {
        let parent = path.parent.borrow()
        let attribute = path.attribute.borrow()
        if try parent.isInstance(of: TypeReference.type) {
            return try ResolvedPath.classDefining(attribute, in: parent, skippingFirst: false, state)
        }
        if let dictionary = try parent.optionalAttribute(state.names.dict), try dictionary.contains(attribute) {
            return parent.retained()
        }
        if try parent.isInstance(of: TypeReference.module) { return nil }
        let type = parent.type.retained()
        return try ResolvedPath.classDefining(attribute, in: type.borrow(), skippingFirst: false, state)
    }

    /// What `resolve_owner` raises for an attribute that is in no dictionary.
    static func servedDynamically(_ path: borrowing ResolvedPath, state: StateReference) throws(PythonError) -> PythonError {
        .raise(
            state.pointee.errors.pathResolution,
            try .format(
                "attribute %R of %R is not defined in any __dict__; it is served dynamically, so there is no owning location to patch",
                .object(path.attribute), .object(path.parent)))
    }

    /// `unwrap_object`: takes a wrapper out of an attribute's chain. Gives nil where it is not there, and may be missing.
    static func unwrap(
        _ target: Borrowed, _ name: Borrowed, _ handle: Borrowed, missingOK: Bool, state: StateReference
    ) throws(PythonError) -> Owned? {
        let path: ResolvedPath
        do throws(PythonError) {
            path = try ResolvedPath.resolve(target, name, state: state)
        } catch {
            guard let type = state.pointee.errors.pathResolution.retained(), PythonError.matches(type) else { throw error }
            let cause = SavedException()
            if missingOK { return nil }
            throw PythonError.raise(state.pointee.errors.wrapperNotFound, try notFound(target, name, handle), from: cause)
        }
        guard let owner = try owner(of: path, state: state) else {
            return try refuseDynamic(target, name, handle, path, missingOK: missingOK, state: state)
        }
        guard let found = try WrapperChain.find(path.original.borrow(), handle: handle, predicate: .none, limit: 64, state: state),
            let restored = try found.optionalAttribute(state.names.wrapped)
        else {
            if missingOK { return nil }
            throw PythonError.raise(state.pointee.errors.wrapperNotFound, try notFound(target, name, handle))
        }
        try remove(found, restored, owner, path, target, name, state)
        return found
    }

    /// Puts what a wrapper wrapped in its place.
    private static func remove(
        _ found: borrowing Owned, _ restored: borrowing Owned, _ owner: borrowing Owned, _ path: borrowing ResolvedPath,
        _ target: Borrowed, _ name: Borrowed, _ state: StateReference
    ) throws(PythonError) {
        if found.isIdentical(to: path.original) {
            try restore(restored.borrow(), found.borrow(), on: owner.borrow(), path.attribute.borrow(), state)
        } else {
            try splice(restored.borrow(), found.borrow(), below: path.original.borrow(), target, name, state)
        }
    }

    /// Takes out a wrapper that lies below others: the one above it gets what it wrapped.
    private static func splice(
        _ restored: Borrowed, _ found: Borrowed, below outermost: Borrowed, _ target: Borrowed, _ name: Borrowed,
        _ state: StateReference
    ) throws(PythonError) {
        let chain = try WrapperChain.make(outermost, limit: 64, state: state)
        let above = try Owned.list()
        var neighbour = outermost.retained()
        while let entry = try WrapperChain(unchecked: chain).advance() {
            if entry.isIdentical(to: found) { break }
            try above.append(entry.type.attribute(state.names.moduleName))
            neighbour = entry
        }
        guard Proxy.isProxy(neighbour) else {
            throw PythonError.raise(
                state.pointee.errors.wrapperNotOutermost,
                try .format(
                    "cannot remove %S from %R.%U: wrapped by %R", .object(try found.type.attribute(state.names.moduleName)),
                    .object(target), .object(name), .object(above)))
        }
        try neighbour.setAttribute(state.names.wrapped, restored)
    }

    /// Puts back what the outermost wrapper wrapped, or removes the attribute if the patch made it.
    private static func restore(
        _ restored: Borrowed, _ found: Borrowed, on owner: Borrowed, _ attribute: Borrowed, _ state: StateReference
    ) throws(PythonError) {
        if state.pointee.objects.missing.holds(restored) { return try owner.deleteAttribute(attribute) }
        // The note of the wrapper itself: an ordinary lookup would go on to what it wraps.
        if let own = try found.optionalAttribute(state.names.selfDict), own.isDictionary,
            let created = try own.dictionaryItem(state.names.createdSlot)
        {
            if try created.isTrue() { return try owner.deleteAttribute(attribute) }
            return try owner.setAttribute(attribute, restored)
        }
        if try owner.isInstance(of: TypeReference.type),
            let base = try ResolvedPath.classDefining(attribute, in: owner, skippingFirst: true, state),
            try base.attribute(state.names.dict).item(attribute).isIdentical(to: restored)
        {
            return try owner.deleteAttribute(attribute)
        }
        try owner.setAttribute(attribute, restored)
    }

    /// An attribute that no dictionary has cannot be restored, even where the wrapper is found in its value.
    private static func refuseDynamic(
        _ target: Borrowed, _ name: Borrowed, _ handle: Borrowed, _ path: borrowing ResolvedPath, missingOK: Bool,
        state: StateReference
    ) throws(PythonError) -> Owned? {
        _ = try servedDynamically(path, state: state)
        let cause = SavedException()
        let found = try WrapperChain.find(path.original.borrow(), handle: handle, predicate: .none, limit: 64, state: state)
        if found != nil {
            let message = try Owned.format(
                "cannot remove %S from %R.%U: the attribute is served dynamically and has no owning location to restore",
                .object(try handle.type.attribute(state.names.moduleName)), .object(target), .object(name))
            throw PythonError.raise(state.pointee.errors.wrapperNotOutermost, message, from: cause)
        }
        if missingOK { return nil }
        throw PythonError.raise(state.pointee.errors.wrapperNotFound, try notFound(target, name, handle), from: cause)
    }

    private static func notFound(_ target: Borrowed, _ name: Borrowed, _ handle: Borrowed) throws(PythonError) -> Owned {
        try .format("handle %R not found on %R.%U", .object(handle), .object(target), .object(name))
    }
}
