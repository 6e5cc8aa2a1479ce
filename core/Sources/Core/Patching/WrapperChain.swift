import CPython

/// The chain from an object along `__wrapped__`, outermost first. It is an iterator, one step at a time.
@safe struct WrapperChainFields {
    /// The object to look at next; empty at the end.
    var next = Field()
    /// The object that the chain began with, for messages.
    var start = Field()
    /// All objects seen so far, a list: kept alive, so that none is mistaken for another by its address.
    var seen = Field()
    /// How many objects the chain may have.
    var limit = 0
    var state: StateReference?
}

typealias WrapperChain = Instance<WrapperChainFields>

extension Instance where Fields == WrapperChainFields {
    /// Makes a chain.
    static func make(_ object: Borrowed, limit: Int, state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.types.wrapperChain.retained() else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        let chain = try TypeReference(unchecked: type).allocate()
        let fresh = WrapperChain(unchecked: chain)
        state.retain()
        fresh.fields.state = state
        fresh.fields.limit = limit
        fresh.fields.start.initialize(object.retained())
        fresh.fields.next.initialize(object.retained())
        fresh.fields.seen.initialize(try .list())
        return chain
    }

    /// The next object, or nil at the end. It is an error if there is one beyond the limit.
    func advance() throws(PythonError) -> Owned? {
        guard let state = fields.state, let seen = fields.seen.retained() else { return nil }
        // What follows the last object is looked for now, and not when that one was given: it may have changed.
        if seen.listCount > 0 {
            let last = seen.listItem(seen.listCount &- 1)
            guard fields.next.holds(last) else { return nil }
            guard let following = try last.optionalAttribute(state.names.wrapped) else {
                _ = fields.next.exchange(nil)
                return nil
            }
            for index in 0..<seen.listCount where seen.listItem(index).isIdentical(to: following) {
                _ = fields.next.exchange(nil)
                return nil
            }
            _ = fields.next.exchange(following)
        }
        guard let current = fields.next.retained() else { return nil }
        guard seen.listCount < fields.limit else {
            let start = fields.start.retained() ?? .none
            let limit = try Owned.integer(fields.limit)
            throw PythonError.raise(
                state.pointee.errors.wrapperChainTooDeep,
                try .format("wrapper chain of %R exceeded %S levels", .object(start), .object(limit)))
        }
        try seen.append(current)
        return current
    }

    /// The first object that is `handle`, where there is one, and that `predicate` accepts, where there is one.
    static func find(_ object: Borrowed, handle: Borrowed, predicate: Borrowed, limit: Int, state: StateReference)
        throws(PythonError) -> Owned?
    {
        if handle.isNone, predicate.isNone {
            throw PythonError.raise(.typeError, "find_wrapper() requires a wrapper handle or a predicate")
        }
        let chain = try WrapperChain.make(object, limit: limit, state: state)
        while let entry = try WrapperChain(unchecked: chain).advance() {
            if !handle.isNone, !entry.isIdentical(to: handle) { continue }
            if !predicate.isNone {
                guard try predicate.call(entry).isTrue() else { continue }
            }
            return entry
        }
        return nil
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core._WrapperChain", fields: WrapperChainFields.self, flags: .collected | .noConstructor, in: module,
            slots: [
                .unary(.iterator) { object in entry { Borrowed(argument: object).retained() } },
                .unary(.next) { object in
                    let chain = unsafe WrapperChain(object.unsafelyUnwrapped)
                    do throws(PythonError) {
                        // Safe: null without an exception ends the iteration.
                        guard let next = try chain.advance() else { return nil }
                        return unsafe next.take()
                    } catch {
                        return nil
                    }
                },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let chain = unsafe WrapperChain(object.unsafelyUnwrapped)
                    var status = unsafe visitor.visitType(of: chain.raw)
                    if status == 0 { status = chain.fields.next.traverse(visitor) }
                    if status == 0 { status = chain.fields.start.traverse(visitor) }
                    return status == 0 ? chain.fields.seen.traverse(visitor) : status
                },
                .clear { object in
                    unsafe WrapperChain(object.unsafelyUnwrapped).clear()
                    return 0
                },
                .deallocate { object in
                    let chain = unsafe WrapperChain(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(chain.raw)
                    chain.clear()
                    let state = chain.fields.state
                    unsafe Deallocation.free(chain.raw)
                    state?.release()
                },
            ])
    }

    private func clear() {
        _ = fields.next.exchange(nil)
        _ = fields.start.exchange(nil)
        _ = fields.seen.exchange(nil)
    }
}
