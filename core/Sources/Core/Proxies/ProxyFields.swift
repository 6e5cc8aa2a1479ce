import CPython

/// The memory of every proxy. Subtypes begin with it.
@safe struct ProxyFields {
    /// The proxy's own attributes, made when the first is stored. At offset 0.
    var dictionary = Field()
    /// The list of weak references, kept by CPython. At offset 8.
    var weakReferences: UnsafeMutableRawPointer?
    /// The wrapped object.
    var wrapped = Field()
    /// The module state, from `__new__` on.
    var state: StateReference?
    /// Whether the proxy's own dictionary still lacks the copies of `__module__` and `__doc__`: so it is for
    /// proxies that we make ourselves at each call or access, which hardly ever need a dictionary.
    var isUndescribed = false
    /// Whether the dictionary is one of the `DescriptionCache`, and to be copied before anything is stored in it.
    var sharesDictionary = false
    /// Whether `__init__` ran.
    var isInitialized = false

    /// Offsets that CPython has to know. Swift lays a struct out in the order of its fields.
    @safe static var offsets: [Offset] {
        [.dictionary(Instance<ProxyFields>.offset(0)), .weakReferences(Instance<ProxyFields>.offset(8))]
    }
}

/// A borrowed reference to a proxy of any kind.
typealias Proxy = Instance<ProxyFields>

extension Instance where Fields == ProxyFields {
    /// The module state, which `__new__` stored.
    @inline(__always) var state: StateReference {
        // Safe: no proxy is seen before `__new__` has stored it.
        unsafe fields.state.unsafelyUnwrapped
    }

    @inline(__always) var names: Names { _read { yield state.names } }

    /// Whether an object is really a proxy: its type, not its `__class__`, is asked.
    ///
    /// A type that derives from ours has ours in its chain of `tp_base`, however many other
    /// bases it has, because ours determines the layout.
    @inline(__always) static func isProxy(_ object: borrowing some AnyReference) -> Bool {
        // Safe: walks the living type of a living object.
        unsafe martlet_derives_from(martlet_type(object.raw), martlet_proxy_get_attribute) != 0
    }

    /// The wrapped object, which a lazy proxy makes now.
    @inline(__always) func wrapped() throws(PythonError) -> Owned {
        if let wrapped = fields.wrapped.retained() { return wrapped }
        return try materialize()
    }

    /// An operand of an operator: what it wraps if it is a proxy, else itself.
    @inline(__always) static func unwrapOperand(_ object: Borrowed) throws(PythonError) -> Owned {
        if isProxy(object) { return try Proxy(unchecked: object).wrapped() }
        return object.retained()
    }
}
