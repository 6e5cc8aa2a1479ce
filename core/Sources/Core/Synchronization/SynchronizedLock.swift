import CPython

/// What `synchronized` makes of a lock: a decorator, and a context manager that gives the lock.
enum SynchronizedLock {
    /// Whether an object is a lock as far as `synchronized` is concerned.
    static func isLock(_ object: Borrowed, _ names: Names) throws(PythonError) -> Bool {
        guard try object.hasAttribute(names.decorators.acquire) else { return false }
        return try object.hasAttribute(names.decorators.release)
    }

    static func make(_ lock: Borrowed, isReentrant: Bool, state: StateReference) throws(PythonError) -> Owned {
        let acquire = try lock.attribute(state.names.decorators.acquire)
        let isAsync = try Owned.module("inspect").callMethod(state.names.decorators.isCoroutineFunction, acquire).isTrue()
        if isReentrant, !isAsync {
            throw PythonError.raise(
                .typeError, "reentrant=True is for locks of tasks; for threads, threading.RLock is re-entrant, not %R", .object(lock))
        }
        let wrapper = try state.pointee.capturing.make(
            isAsync ? .holdAsyncLock : .holdLock, .tuple(of: lock, .bool(isReentrant)), state: state)
        let options = DecoratorFactory.Options(enabled: .none, adapter: .none, proxy: .none)
        let decorator = try DecoratorFactory.make(wrapper.borrow(), options, state)
        let types = state.pointee.types.decorators
        let type = try state.require(isAsync ? types.asyncSynchronizedLock : types.synchronizedLock)
        let object = try CallableObjectProxy.make(TypeReference(unchecked: type), state: state)
        let proxy = Proxy(unchecked: object)
        try proxy.initialize(decorator.borrow())
        let attributes = try proxy.ownDictionary()
        try attributes.setDictionaryItem(state.names.decorators.ownLock, lock)
        if isReentrant { try attributes.setDictionaryItem(state.names.decorators.ownIsReentrant, Borrowed.true) }
        return object
    }

    /// The wrapper function: calls while it holds the lock.
    static var holdMethod: Method {
        .arguments("synchronized", "Calls a function while it holds a lock.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let call = try unsafe WrapperCall(Arguments(base, count, names))
                return try Locks.hold(captured[0], captured.state) { () throws(PythonError) in try call.proceed() }
            }
        }
    }

    /// The same for a lock of tasks: gives a coroutine.
    static var holdAsyncMethod: Method {
        .arguments("synchronized", "Awaits a function while it holds a lock.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let call = try unsafe WrapperCall(Arguments(base, count, names))
                let all = try Owned.tuple(of: captured[0], call.wrapped, call.arguments, call.keywords)
                let keys = captured.state.names.decorators
                let name = captured[1].isIdentical(to: Borrowed.true) ? keys.callHoldingAgain : keys.callHolding
                return try Coroutines.make(name, all, state: captured.state)
            }
        }
    }

    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try makeType(
            "martlet.synchronization._SynchronizedLockProxy",
            [
                .noArguments("__enter__", "Acquires the lock, and gives it.") { object, _ in
                    entry(Proxy.self, object) { proxy throws(PythonError) in
                        let lock = try proxy.lock()
                        _ = try lock.callMethod(proxy.names.decorators.acquire)
                        return lock
                    }
                },
                .arguments("__exit__", "Releases the lock.") { object, _, _, _ in
                    entry(Proxy.self, object) { proxy throws(PythonError) in
                        _ = try proxy.lock().callMethod(proxy.names.decorators.release)
                        return .none
                    }
                },
            ], in: module, base: base)
    }

    static func makeAsyncType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try makeType(
            "martlet.synchronization._AsyncSynchronizedLockProxy",
            [
                .noArguments("__aenter__", "Acquires the lock, and gives it.") { object, _ in
                    entry(Proxy.self, object) { proxy throws(PythonError) in
                        let keys = proxy.names.decorators
                        let name = try proxy.isReentrant() ? keys.acquireAgain : keys.acquireCoroutine
                        return try Coroutines.make(name, .tuple(proxy.lock()), state: proxy.state)
                    }
                },
                .arguments("__aexit__", "Releases the lock.") { object, _, _, _ in
                    entry(Proxy.self, object) { proxy throws(PythonError) in
                        let keys = proxy.names.decorators
                        let name = try proxy.isReentrant() ? keys.releaseAgain : keys.releaseCoroutine
                        return try Coroutines.make(name, .tuple(proxy.lock()), state: proxy.state)
                    }
                },
            ], in: module, base: base)
    }

    private static func makeType(_ name: StaticString, _ methods: [Method], in module: Borrowed, base: TypeReference)
        throws(PythonError) -> Owned
    {
        try TypeBuilder.make(
            name, fields: CallableFields.self, base: base, flags: .collected | .vectorcall | .noConstructor, in: module,
            slots: CallableProxy.collection + [.methods(methods), .offsets([CallableFields.vectorcallOffset])])
    }
}

extension Instance where Fields == ProxyFields {
    /// Whether `synchronized(reentrant=True)` made it.
    fileprivate func isReentrant() throws(PythonError) -> Bool {
        guard let dictionary = fields.dictionary.retained() else { return false }
        return try dictionary.dictionaryItem(names.decorators.ownIsReentrant) != nil
    }

    fileprivate func lock() throws(PythonError) -> Owned {
        guard let dictionary = fields.dictionary.retained(), let lock = try dictionary.dictionaryItem(names.decorators.ownLock)
        else { throw PythonError.raise(.attributeError, "the lock is gone") }
        return lock
    }
}
