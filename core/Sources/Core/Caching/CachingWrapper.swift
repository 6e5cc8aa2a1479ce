import CPython

/// The wrapper that `lru_cache` makes.
@safe struct CachingFields {
    var wrapper = FunctionWrapperFields()
    /// `functools.lru_cache(**options)`: makes a cache of a function.
    var makeCache = Field()
    /// The cache of a plain function or static method, once there is one.
    var cache = Field()
    /// The name under which instances and classes keep theirs.
    var key = Field()
}

typealias CachingWrapper = Instance<CachingFields>

extension Instance where Fields == CachingFields {
    private var wrapper: FunctionWrapper {
        @_lifetime(copy self) get { cast(to: FunctionWrapper.self) }
    }
    var state: StateReference { wrapper.state }

    /// Calls through the one cache of a plain function or static method.
    @inline(__always) func call(_ wrapped: borrowing Owned, _ arguments: Arguments) throws(PythonError) -> Owned {
        if let cache = fields.cache.retained() { return try cache.call(arguments) }
        return try makeShared(wrapped).call(arguments)
    }

    @inline(never) private func makeShared(_ wrapped: borrowing Owned) throws(PythonError) -> Owned {
        let lock = try Locks.metaLock(state)
        return try Locks.hold(lock.borrow(), state) { () throws(PythonError) in
            if let cache = fields.cache.retained() { return cache }
            let cache = try state.require(fields.makeCache).call(wrapped)
            _ = fields.cache.exchange(cache.retained())
            return cache
        }
    }

    /// The cache that an instance or a class has, if it was used yet.
    @inline(__always) func cache(of owner: Borrowed) throws(PythonError) -> Owned? {
        let key = try state.require(fields.key)
        guard let found = try owner.optionalAttribute(key) else { return nil }
        return CacheEntry.cache(in: found, of: owner, state)
    }

    /// The same, made now if it has none, of the function bound to it.
    @inline(__always) func cache(of owner: Borrowed, bound function: Borrowed) throws(PythonError) -> Owned {
        if let cache = try cache(of: owner) { return cache }
        return try makeCache(of: owner, bound: function)
    }

    @inline(never) private func makeCache(of owner: Borrowed, bound function: Borrowed) throws(PythonError) -> Owned {
        let lock = try Locks.metaLock(state)
        return try Locks.hold(lock.borrow(), state) { () throws(PythonError) in
            if let cache = try cache(of: owner) { return cache }
            let cache = try state.require(fields.makeCache).call(function)
            let entry = try CacheEntry.make(cache, owner: owner, state: state)
            let key = try state.require(fields.key)
            // A proxy keeps its own: an ordinary assignment would reach the object that it wraps.
            if Proxy.isProxy(owner) {
                _ = try owner.callMethod(state.names.selfSetattr, key, entry)
            } else {
                try owner.setAttribute(key, entry)
            }
            return cache
        }
    }

    func clear() {
        _ = fields.makeCache.exchange(nil)
        _ = fields.cache.exchange(nil)
        _ = fields.key.exchange(nil)
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        var status = wrapper.traverse(visitor)
        if status == 0 { status = fields.makeCache.traverse(visitor) }
        return status == 0 ? fields.cache.traverse(visitor) : status
    }
}

extension Instance where Fields == FunctionWrapperFields {
    /// The caching wrapper that made this bound one.
    @inline(__always) fileprivate func caching() throws(PythonError) -> Owned {
        let parent = try require(fields.parent, "_self_parent")
        guard state.pointee.types.decorators.cachingWrapper.holds(parent.type) else {
            throw PythonError.raise(.typeError, "a bound lru_cache wrapper without the wrapper that made it")
        }
        return parent
    }

    /// A call of what a caching wrapper was bound to.
    @inline(__always) fileprivate func callCaching(_ arguments: Arguments) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let parent = try caching()
        let caching = CachingWrapper(unchecked: parent)
        guard let owner = try cacheOwner(wrapped) else {
            guard fields.kind == .function, arguments.count > 0 else { return try caching.call(wrapped, arguments) }
            return try callThroughClass(wrapped, caching, arguments)
        }
        return try caching.cache(of: owner.borrow(), bound: wrapped.borrow()).call(arguments)
    }

    /// Whose cache a call goes through: the instance of a method, the class of a class method.
    @inline(__always) fileprivate func cacheOwner(_ wrapped: borrowing Owned) throws(PythonError) -> Owned? {
        if fields.kind == .function {
            guard let instance = fields.instance.retained(), !instance.isNone else { return nil }
            return instance
        }
        guard fields.kind == .classMethod else { return nil }
        return try wrapped.optionalAttribute(names.selfName)
    }

    /// `C.method(instance, ...)`: goes through the cache that `instance.method(...)` goes through.
    @inline(never) private func callThroughClass(_ wrapped: borrowing Owned, _ caching: CachingWrapper, _ arguments: Arguments)
        throws(PythonError) -> Owned
    {
        let instance = arguments[0]
        let owner = try require(fields.owner, "_self_owner")
        guard try instance.isInstance(of: owner), let get = unsafe martlet_descriptor_get(wrapped.type.rawType) else {
            // Not a method's instance: the function is called as it is, and nothing kept.
            return try wrapped.call(arguments)
        }
        let type = instance.type.retained()
        let method = try unsafe Owned(get(wrapped.raw, instance.raw, type.raw))
        return try caching.cache(of: instance, bound: method.borrow()).call(arguments.droppingFirst())
    }

    /// The cache behind a bound wrapper, if it was used yet.
    fileprivate func boundCache() throws(PythonError) -> Owned? {
        let parent = try caching()
        let caching = CachingWrapper(unchecked: parent)
        let wrapped = try proxy.wrapped()
        if let owner = try cacheOwner(wrapped) { return try caching.cache(of: owner.borrow()) }
        return fields.kind == .function ? nil : caching.fields.cache.retained()
    }
}

/// A call of a caching wrapper.
@inline(never) func cachingVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(CachingWrapper.self, object) { caching throws(PythonError) in
        let wrapped = try Proxy(unchecked: caching).wrapped()
        return try unsafe caching.call(wrapped, Arguments(base, count, names))
    }
}

/// A call of what a caching wrapper was bound to.
@inline(never) func cachingBoundVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.callCaching(Arguments(base, count, names))
    }
}

/// The type of caching wrappers, and that of what they bind to.
enum CachingWrapperType {
    static func makeType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        let base = try state.require(state.pointee.types.functionWrapper)
        let type = try TypeBuilder.make(
            "martlet.caching._LRUCacheFunctionWrapper", fields: CachingFields.self, base: TypeReference(unchecked: base),
            flags: .collected | .vectorcall | .noConstructor, in: module,
            slots: [
                .methods([
                    .noArguments("cache_info", "The statistics of the cache, or None before its first use.") { object, _ in
                        entry(CachingWrapper.self, object) { caching throws(PythonError) in
                            try CachingWrapperType.ask(caching.fields.cache.retained(), caching.state.names.decorators.cacheInfo)
                        }
                    },
                    .noArguments("cache_clear", "Empties the cache.") { object, _ in
                        entry(CachingWrapper.self, object) { caching throws(PythonError) in
                            try CachingWrapperType.ask(caching.fields.cache.retained(), caching.state.names.decorators.cacheClear)
                        }
                    },
                    .noArguments("cache_parameters", "The options of the cache, or None before its first use.") { object, _ in
                        entry(CachingWrapper.self, object) { caching throws(PythonError) in
                            try CachingWrapperType.ask(caching.fields.cache.retained(), caching.state.names.decorators.cacheParameters)
                        }
                    },
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    return unsafe CachingWrapper(object.unsafelyUnwrapped).traverse(visitor)
                },
                .clear { object in
                    let caching = unsafe CachingWrapper(object.unsafelyUnwrapped)
                    let wrapper = unsafe FunctionWrapper(object.unsafelyUnwrapped)
                    caching.clear()
                    wrapper.clear()
                    wrapper.proxy.clear()
                    return 0
                },
                .deallocate { object in
                    let caching = unsafe CachingWrapper(object.unsafelyUnwrapped)
                    let wrapper = unsafe FunctionWrapper(object.unsafelyUnwrapped)
                    wrapper.proxy.beginDeallocation()
                    caching.clear()
                    wrapper.clear()
                    wrapper.proxy.deallocate()
                },
                .offsets([FunctionWrapperFields.vectorcallOffset]),
            ])
        try type.setAttribute(state.names.boundFunctionWrapper, makeBoundType(in: module, state: state))
        return type
    }

    private static func makeBoundType(in module: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        try FunctionWrapper.makeKind(
            "martlet.caching._BoundLRUCacheFunctionWrapper", base: state.pointee.types.boundFunctionWrapper,
            methods: [
                .noArguments("cache_info", "The statistics of this object's cache, or None before its first use.") { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try CachingWrapperType.ask(wrapper.boundCache(), wrapper.names.decorators.cacheInfo)
                    }
                },
                .noArguments("cache_clear", "Empties this object's cache.") { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try CachingWrapperType.ask(wrapper.boundCache(), wrapper.names.decorators.cacheClear)
                    }
                },
                .noArguments("cache_parameters", "The options of this object's cache, or None before its first use.") { object, _ in
                    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
                        try CachingWrapperType.ask(wrapper.boundCache(), wrapper.names.decorators.cacheParameters)
                    }
                },
            ], in: module, state: state)
    }

    private static func ask(_ cache: consuming Owned?, _ method: Interned) throws(PythonError) -> Owned {
        guard let cache else { return .none }
        return try cache.callMethod(method)
    }
}
