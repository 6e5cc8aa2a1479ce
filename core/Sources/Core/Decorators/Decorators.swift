import CPython

/// Adds decorators, signatures, locks and caches to the module, when it is executed.
func addDecorators(to module: Borrowed, state: StateReference) throws(PythonError) {
    let callable = try state.require(state.pointee.types.callableObjectProxy)
    let base = TypeReference(unchecked: callable)
    let factory = try AdapterFactory.makeType(in: module)
    try module.add("adapter_factory", AdapterFactory.makeDelegatedType(in: module, base: TypeReference(unchecked: factory)))
    try module.add(type: factory, "AdapterFactory", to: &state.pointee.types.decorators.adapterFactory)

    _ = state.pointee.types.decorators.overlay.exchange(try Overlay.makeType(in: module, base: base))
    _ = state.pointee.types.decorators.adapterWrapper.exchange(try AdapterWrapper.makeType(in: module, state: state))
    _ = state.pointee.types.decorators.signatureWrapper.exchange(try SignatureWrapper.makeType(in: module, state: state))
    _ = state.pointee.types.decorators.docWrapper.exchange(try DocWrapper.makeType(in: module, state: state))
    _ = state.pointee.types.decorators.markedWrapper.exchange(try Markers.makeType(in: module, state: state))
    _ = state.pointee.types.decorators.synchronizedWrapper.exchange(try SynchronizedWrapper.makeType(in: module, state: state))
    _ = state.pointee.types.decorators.synchronizedLock.exchange(try SynchronizedLock.makeType(in: module, base: base))
    _ = state.pointee.types.decorators.asyncSynchronizedLock.exchange(try SynchronizedLock.makeAsyncType(in: module, base: base))
    try module.add(type: CacheEntry.makeType(in: module), "_CacheEntry", to: &state.pointee.types.decorators.cacheEntry)
    _ = state.pointee.types.decorators.cachingWrapper.exchange(try CachingWrapperType.makeType(in: module, state: state))
    _ = state.pointee.types.decorators.passThrough.exchange(
        try state.pointee.capturing.make(.passThrough, .emptyTuple(), state: state))

    try module.add(functions: [DecoratorFactory.function, DocOverride.function, SignatureOverride.function, LRUCache.function])
    try module.add(functions: synchronizationFunctions)
    _ = state.pointee.types.decorators.decorator.exchange(try module.attribute(state.names.decorators.decoratorFunction))
    _ = state.pointee.types.decorators.synchronizedFunction.exchange(
        try module.attribute(state.names.decorators.synchronizedFunction))
    _ = state.pointee.types.decorators.lruCacheFunction.exchange(try module.attribute(state.names.decorators.lruCache))
}
