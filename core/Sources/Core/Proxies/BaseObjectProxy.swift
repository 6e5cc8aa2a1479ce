import CPython

/// `tp_getattro` of all proxies. Its address says that a type is one of ours; see `Proxy.isProxy`.
@c(martlet_proxy_get_attribute)
func proxyGetAttribute(_ object: RawObject?, _ name: RawObject?) -> RawObject? {
    unsafe Proxy.getAttribute(object, name)
}

/// `BaseObjectProxy`: a transparent stand-in for any object.
enum BaseObjectProxy {
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        // Safe: the slot names a function that lives as long as the extension.
        try unsafe TypeBuilder.make(
            "martlet._core.BaseObjectProxy", fields: ProxyFields.self, flags: .base | .collected, in: module,
            slots: lifecycle + collection + Proxy.objectSlots + Proxy.operators + Proxy.inPlaceOperators + [
                .getAttribute(martlet_proxy_get_attribute),
                .methods(Proxy.methods),
                .properties(Proxy.properties),
                .offsets(ProxyFields.offsets),
            ])
    }

    private static var lifecycle: [Slot] {
        [
            .new { type, _, _ in
                entry { () throws(PythonError) in
                    let type = unsafe TypeReference(type.unsafelyUnwrapped)
                    return try Proxy.make(type, state: Proxy.state(forNew: type))
                }
            },
            .initialize { object, arguments, keywords in
                statusEntry(Proxy.self, object) { proxy throws(PythonError) in
                    let call = unsafe TupleArguments(arguments, keywords)
                    try proxy.initialize(call.parse("ObjectProxy", [proxy.names.wrappedParameter], required: 1)[0]!)
                }
            },
        ]
    }

    /// The slots that CPython does not pass on to subtypes which take part in collection.
    static var collection: [Slot] {
        [
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                return unsafe Proxy(object.unsafelyUnwrapped).traverse(visitor)
            },
            .clear { object in
                unsafe Proxy(object.unsafelyUnwrapped).clear()
                return 0
            },
            .deallocate { unsafe BaseObjectProxy.deallocate($0) },
        ]
    }

    @inline(never) private static func deallocate(_ object: RawObject?) {
        let proxy = unsafe Proxy(object.unsafelyUnwrapped)
        proxy.beginDeallocation()
        let state = proxy.state
        guard state.pointee.types.objectProxy.holds(proxy.type) else { return proxy.deallocate() }
        // Safe: nobody refers to the object any more; what is kept has no fields.
        unsafe proxy.deallocate(keeping: { unsafe state.pointee.proxies.keep($0) })
    }

    /// A call of exactly this type, or of `ObjectProxy`: no `__new__` and `__init__` in between.
    @inline(never) static func construct(_ type: Borrowed, _ arguments: Arguments) throws(PythonError) -> Owned {
        let type = TypeReference(unchecked: type)
        let state = try StateReference(exactly: type)
        let wrapped = try arguments.parse("ObjectProxy", [state.names.wrappedParameter], required: 1)[0]!
        if state.pointee.types.objectProxy.holds(type), let kept = state.pointee.proxies.take() {
            state.retain()
            try Proxy(unchecked: kept).initialize(wrapped, isExactType: true)
            kept.track()
            return kept
        }
        let object = try Proxy.make(type, state: state)
        try Proxy(unchecked: object).initialize(wrapped, isExactType: true)
        return object
    }
}
