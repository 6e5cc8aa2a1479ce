import CPython

/// Adds the proxies and wrappers to the module, when it is executed.
func addProxies(to module: Borrowed, state: StateReference) throws(PythonError) {
    let base = try BaseObjectProxy.makeType(in: module)
    TypeReference(unchecked: base).setConstructor { type, arguments, count, names in
        entry { () throws(PythonError) in
            try unsafe BaseObjectProxy.construct(Borrowed(argument: type), Arguments(arguments, count, names))
        }
    }
    let objectProxy = try ObjectProxy.makeType(in: module, base: TypeReference(unchecked: base))
    TypeReference(unchecked: objectProxy).setConstructor { type, arguments, count, names in
        entry { () throws(PythonError) in
            try unsafe BaseObjectProxy.construct(Borrowed(argument: type), Arguments(arguments, count, names))
        }
    }
    let callable = try CallableObjectProxy.makeType(in: module, base: TypeReference(unchecked: base))
    let partial = try PartialCallableObjectProxy.makeType(in: module, base: TypeReference(unchecked: base))
    try module.add(type: callable, "CallableObjectProxy", to: &state.pointee.types.callableObjectProxy)
    try module.add(type: partial, "PartialCallableObjectProxy", to: &state.pointee.types.partialCallableObjectProxy)
    try FunctionWrapperTypes.add(to: module, state: state, proxy: TypeReference(unchecked: base))
    _ = state.pointee.objects.proxyGetattr.exchange(TypeReference(unchecked: base).lookup(state.names.getattr))
    _ = state.pointee.objects.specialMethods.exchange(
        try SpecialMethods.make(for: TypeReference(unchecked: base), state.names))
    let auto = try AutoObjectProxy.makeType(in: module, base: TypeReference(unchecked: base))
    let lazy = try LazyObjectProxyType.make(in: module, base: TypeReference(unchecked: auto))
    let weak = try WeakFunctionProxyType.make(in: module, base: TypeReference(unchecked: base))
    try module.add(type: auto, "AutoObjectProxy", to: &state.pointee.types.autoObjectProxy)
    try module.add(type: lazy, "LazyObjectProxy", to: &state.pointee.types.lazyObjectProxy)
    try module.add(type: weak, "WeakFunctionProxy", to: &state.pointee.types.weakFunctionProxy)
    try module.add(functions: [LazyImport.function])
    _ = state.pointee.objects.proxyDictionary.exchange(TypeReference(unchecked: base).lookup(state.names.dict))
    try module.add(type: objectProxy, "ObjectProxy", to: &state.pointee.types.objectProxy)
    try module.add(type: base, "BaseObjectProxy", to: &state.pointee.types.baseObjectProxy)
}
