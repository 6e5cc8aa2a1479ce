import CPython

/// What `synchronized` makes of a function, a class or any other object: a wrapper that holds the lock of its context
/// during a call, and a context manager that holds the object's.
enum SynchronizedWrapper {
    static func make(_ wrapped: Borrowed, isReentrant: Bool, state: StateReference) throws(PythonError) -> Owned {
        let wrapper = try state.require(state.pointee.types.decorators.passThrough)
        let kind = state.pointee.types.decorators.synchronizedWrapper
        let calls: CallFunctions
        if try !AsyncDetection.isAsyncCallable(wrapped, state) {
            // Safe, here and below: functions of ours, which live as long as the extension.
            unsafe calls = CallFunctions(synchronizedVectorcall, bound: synchronizedBoundVectorcall)
        } else if isReentrant {
            unsafe calls = CallFunctions(synchronizedAgainVectorcall, bound: synchronizedAgainBoundVectorcall)
        } else {
            unsafe calls = CallFunctions(synchronizedAsyncVectorcall, bound: synchronizedAsyncBoundVectorcall)
        }
        let object = try FunctionWrapper.make(kind: kind, wrapped: wrapped, wrapper: wrapper.borrow(), state: state, calls: calls)
        if isReentrant { try FunctionWrapper(unchecked: object).setOwn(state.names.decorators.ownIsReentrant, Borrowed.true) }
        return object
    }

    static func makeType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try FunctionWrapper.makeKind(
            "martlet.synchronization._SynchronizedFunctionWrapper", base: state.pointee.types.functionWrapper,
            methods: [
                .noArguments("__enter__", "Acquires the object's lock, and gives it.") { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let wrapped = try wrapper.proxy.wrapped()
                        let lock = try Locks.lock(of: wrapped.borrow(), wrapper.state)
                        _ = try lock.callMethod(wrapper.names.decorators.acquire)
                        try wrapper.setOwn(wrapper.names.decorators.ownLock, lock)
                        return lock
                    }
                },
                .arguments("__exit__", "Releases the object's lock.") { object, _, _, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let lock = try wrapper.own(wrapper.names.decorators.ownLock)
                        _ = try lock.callMethod(wrapper.names.decorators.release)
                        return .none
                    }
                },
                .noArguments("__aenter__", "Acquires the object's lock for tasks, and gives it.") { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let wrapped = try wrapper.proxy.wrapped()
                        let lock = try Locks.asyncLock(of: wrapped.borrow(), wrapper.state)
                        try wrapper.setOwn(wrapper.names.decorators.ownAsyncLock, lock)
                        let keys = wrapper.names.decorators
                        let name = try wrapper.isReentrant() ? keys.acquireAgain : keys.acquireCoroutine
                        return try Coroutines.make(name, .tuple(lock), state: wrapper.state)
                    }
                },
                .arguments("__aexit__", "Releases the object's lock for tasks.") { object, _, _, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        let lock = try wrapper.own(wrapper.names.decorators.ownAsyncLock)
                        let keys = wrapper.names.decorators
                        let name = try wrapper.isReentrant() ? keys.releaseAgain : keys.releaseCoroutine
                        return try Coroutines.make(name, .tuple(lock), state: wrapper.state)
                    }
                },
            ], in: module, state: state)
    }
}

extension Instance where Fields == FunctionWrapperFields {
    /// What a call is synchronized on: the instance, for a class method the class, else the function.
    @inline(__always) fileprivate func context(_ wrapped: borrowing Owned, _ arguments: Arguments, isBound: Bool) throws(PythonError) -> Owned {
        let kind = fields.kind
        if let instance = fields.instance.retained(), !instance.isNone, !isBound || kind.mayTakeInstanceAsArgument {
            return instance
        }
        if isBound, kind.mayTakeInstanceAsArgument {
            if arguments.count > 0 {
                let owner = try require(fields.owner, "_self_owner")
                if try arguments[0].isInstance(of: owner) { return arguments[0].retained() }
            }
            return wrapped.retained()
        }
        if isBound || kind.takesInstanceFromWrapped, let instance = try wrapped.optionalAttribute(names.selfName), !instance.isNone {
            return instance
        }
        return wrapped.retained()
    }

    @inline(__always) fileprivate func callSynchronized(_ arguments: Arguments, isBound: Bool) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let context = try context(wrapped, arguments, isBound: isBound)
        let lock = try Locks.lock(of: context.borrow(), state)
        return try Locks.hold(lock.borrow(), state) { () throws(PythonError) in try wrapped.call(arguments, initializer: state.names.initialize) }
    }

    /// Whether `synchronized(reentrant=True)` made it.
    fileprivate func isReentrant() throws(PythonError) -> Bool {
        guard let dictionary = fields.proxy.dictionary.retained() else { return false }
        return try dictionary.dictionaryItem(names.decorators.ownIsReentrant) != nil
    }

    /// Gives a coroutine that calls the function while it holds the lock.
    @inline(__always) fileprivate func callSynchronizedAsync(_ arguments: Arguments, isBound: Bool, isReentrant: Bool)
        throws(PythonError) -> Owned
    {
        let wrapped = try proxy.wrapped()
        let context = try context(wrapped, arguments, isBound: isBound)
        let positional = try arguments.tuple()
        let named = try arguments.dictionary()
        let all = try Owned.tuple(of: context.borrow(), wrapped.borrow(), positional.borrow(), named.borrow())
        return try Coroutines.make(isReentrant ? names.decorators.callLockedAgain : names.decorators.callLocked, all, state: state)
    }
}

@inline(never) private func synchronizedVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callSynchronized(Arguments(base, count, names), isBound: false)
    }
}

@inline(never) private func synchronizedBoundVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callSynchronized(Arguments(base, count, names), isBound: true)
    }
}

@inline(never) private func synchronizedAsyncVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callSynchronizedAsync(Arguments(base, count, names), isBound: false, isReentrant: false)
    }
}

@inline(never) private func synchronizedAsyncBoundVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callSynchronizedAsync(Arguments(base, count, names), isBound: true, isReentrant: false)
    }
}

@inline(never) private func synchronizedAgainVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callSynchronizedAsync(Arguments(base, count, names), isBound: false, isReentrant: true)
    }
}

@inline(never) private func synchronizedAgainBoundVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callSynchronizedAsync(Arguments(base, count, names), isBound: true, isReentrant: true)
    }
}
