import CPython

/// The memory of a `CallableObjectProxy` and of a partial.
@safe struct CallableFields {
    var proxy = ProxyFields()
    /// The function that a vectorcall of the object calls.
    var vectorcall: TypeReference.Vectorcall?
    /// The positional arguments of a partial, a tuple.
    var arguments = Field()
    /// Its named arguments, a dictionary; empty where there are none.
    var keywords = Field()

    /// Where `vectorcall` is: right behind the base's fields.
    static var vectorcallOffset: Offset {
        .vectorcall(Instance<CallableFields>.offset(MemoryLayout<ProxyFields>.stride))
    }
}

typealias CallableProxy = Instance<CallableFields>

extension Instance where Fields == CallableFields {
    /// The same object as a proxy.
    @inline(__always) var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    /// Drops what a partial refers to.
    func clear() {
        _ = fields.arguments.exchange(nil)
        _ = fields.keywords.exchange(nil)
    }

    /// The slots that CPython does not pass on to subtypes.
    static var collection: [Slot] {
        [
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                let callable = unsafe CallableProxy(object.unsafelyUnwrapped)
                var status = callable.proxy.traverse(visitor)
                if status == 0 { status = callable.fields.arguments.traverse(visitor) }
                if status == 0 { status = callable.fields.keywords.traverse(visitor) }
                return status
            },
            .clear { object in
                let callable = unsafe CallableProxy(object.unsafelyUnwrapped)
                callable.clear()
                callable.proxy.clear()
                return 0
            },
            .deallocate { unsafe CallableProxy.deallocate($0) },
        ]
    }

    @inline(never) private static func deallocate(_ object: RawObject?) {
        let callable = unsafe CallableProxy(object.unsafelyUnwrapped)
        callable.proxy.beginDeallocation()
        callable.clear()
        let state = callable.proxy.state
        // Safe: nobody refers to the object any more; what is kept has no fields.
        if state.pointee.types.partialCallableObjectProxy.holds(callable.type) {
            unsafe callable.proxy.deallocate(keeping: { unsafe state.pointee.partials.keep($0) })
        } else if state.pointee.types.callableObjectProxy.holds(callable.type) {
            unsafe callable.proxy.deallocate(keeping: { unsafe state.pointee.callables.keep($0) })
        } else {
            callable.proxy.deallocate()
        }
    }
}
