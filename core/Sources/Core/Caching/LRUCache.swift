import CPython

/// `lru_cache`.
enum LRUCache {
    static var function: Method {
        .arguments(
            "lru_cache",
            """
            lru_cache(func=None, /, **kwargs)
            --

            Caches the results of a function as functools.lru_cache does, whose options it takes. A method has one cache
            for each instance, and a class method one for each class, which they keep themselves and take with them.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let call = unsafe Arguments(base, count, names)
                guard call.count <= 1 else {
                    throw PythonError.raise(.typeError, "lru_cache() takes the function alone as a positional argument")
                }
                let options = try call.dictionary()
                let functools = try Owned.module("functools")
                // Options that functools does not know are refused here, and not at the first call.
                let makeCache = try functools.attribute(state.names.decorators.lruCache)
                    .call(tuple: Owned.emptyTuple(), keywords: options.borrow())
                if call.count == 1, !call[0].isNone { return try LRUCache.apply(to: call[0], makeCache, state) }
                let function = try state.require(state.pointee.types.decorators.lruCacheFunction)
                let arguments = try Owned.tuple(function)
                return try functools.attribute(state.names.partial).call(tuple: arguments, keywords: options.borrow())
            }
        }
    }

    private static func apply(to function: Borrowed, _ makeCache: borrowing Owned, _ state: StateReference) throws(PythonError) -> Owned {
        let name: Owned
        if let own = try function.optionalAttribute(state.names.moduleName) {
            name = own
        } else if let underlying = try function.optionalAttribute(state.names.underlyingFunction) {
            name = try underlying.attribute(state.names.moduleName)
        } else if function.isCallable {
            name = try function.type.attribute(state.names.moduleName)
        } else {
            throw PythonError.raise(.typeError, "lru_cache() takes a function, not a '%.200s' object", .typeName(function))
        }
        let wrapper = try state.require(state.pointee.types.decorators.passThrough)
        let object = try FunctionWrapper.make(
            kind: state.pointee.types.decorators.cachingWrapper, wrapped: function, wrapper: wrapper.borrow(), state: state,
            calls: unsafe CallFunctions(cachingVectorcall, bound: cachingBoundVectorcall))
        let caching = CachingWrapper(unchecked: object)
        _ = caching.fields.makeCache.exchange(makeCache.retained())
        // One for each decorated function: an override must not find the cache of what it overrides.
        _ = caching.fields.key.exchange(try Owned.format("_lru_cache_%S_%p", .object(name), .address(object)))
        return object
    }
}
