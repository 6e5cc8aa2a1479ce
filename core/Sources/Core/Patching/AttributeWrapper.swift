import CPython

/// What an `AttributeWrapper` was made with.
struct AttributeWrapperReferences {
    var attribute = Field()
    var factory = Field()
    /// The further arguments of the factory, as they were given.
    var arguments = Field()
    var keywords = Field()
}

/// The memory of an `AttributeWrapper`, a proxy of what the class had under the name, or of `MISSING`.
@safe struct AttributeWrapperFields {
    var proxy = ProxyFields()
    var references = AttributeWrapperReferences()
}

typealias AttributeWrapper = Instance<AttributeWrapperFields>

extension Instance where Fields == AttributeWrapperFields {
    /// The same object as a proxy.
    @inline(__always) var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    /// `__init__`.
    func initialize(
        _ wrapped: Borrowed, attribute: Borrowed, factory: Borrowed, arguments: Borrowed?, keywords: Borrowed
    ) throws(PythonError) {
        let positional: Owned
        if let arguments { positional = arguments.retained() } else { positional = try .emptyTuple() }
        let named = try keywords.isNone ? .dictionary() : keywords.retained()
        try proxy.initialize(wrapped)
        let previousAttribute = fields.references.attribute.exchange(attribute.retained())
        let previousFactory = fields.references.factory.exchange(factory.retained())
        let previousArguments = fields.references.arguments.exchange(positional)
        let previousKeywords = fields.references.keywords.exchange(named)
        _ = previousAttribute
        _ = previousFactory
        _ = previousArguments
        _ = previousKeywords
    }

    /// `__get__`: the attribute of an instance as it was before, passed through the factory. A class gives the
    /// descriptor itself.
    func get(_ instance: Borrowed?, _ owner: Borrowed?) throws(PythonError) -> Owned {
        guard let instance, !instance.isNone else { return retained() }
        let value = try read(instance, owner)
        let factory = try require(fields.references.factory, "_self_factory")
        let arguments = try require(fields.references.arguments, "_self_args")
        let keywords = try require(fields.references.keywords, "_self_kwargs")
        // Safe: any iterable will do, as with `*args`.
        let rest = try unsafe Owned(PySequence_Tuple(arguments.raw))
        let first = try Owned.tuple(value)
        let positional = try unsafe Owned(PySequence_Concat(first.raw, rest.raw))
        let named = try Owned.dictionary()
        try PythonError.check(unsafe PyDict_Update(named.raw, keywords.raw))
        return try factory.call(tuple: positional, keywords: named.borrow())
    }

    /// Reads as Python does: a data descriptor, then the instance's dictionary, then what else the class had.
    private func read(_ instance: Borrowed, _ owner: Borrowed?) throws(PythonError) -> Owned {
        let attribute = try require(fields.references.attribute, "_self_attribute")
        let prior = try prior(for: instance, attribute)
        let isData = if let prior = prior.borrow() { unsafe martlet_descriptor_set(prior.type.rawType) != nil } else { false }
        if isData, let value = try readDescriptor(prior.borrow(), instance, owner) { return value }
        if let dictionary = try instance.optionalAttribute(proxy.names.dict), try dictionary.contains(attribute) {
            return try dictionary.item(attribute)
        }
        if let value = try readDescriptor(prior.borrow(), instance, owner) { return value }
        guard let found = prior.borrow() else { throw missing(attribute, on: instance) }
        return found.retained()
    }

    private func readDescriptor(_ descriptor: Borrowed?, _ instance: Borrowed, _ owner: Borrowed?) throws(PythonError) -> Owned? {
        // Safe: the caller holds the descriptor; the slot is called as CPython does.
        guard let descriptor, let get = unsafe martlet_descriptor_get(descriptor.type.rawType) else { return nil }
        return try unsafe Owned(get(descriptor.raw, instance.raw, owner?.raw))
    }

    /// `__set__`, and `__delete__` where there is no value: by a descriptor that the class had, else in the
    /// instance's dictionary.
    func set(_ instance: Borrowed, _ value: Borrowed?) throws(PythonError) {
        let names = proxy.names
        let attribute = try require(fields.references.attribute, "_self_attribute")
        let prior = try prior(for: instance, attribute)
        if let descriptor = prior.borrow(), descriptor.type.has(value == nil ? names.deleteDescriptor : names.setDescriptor),
            let set = unsafe martlet_descriptor_set(descriptor.type.rawType)
        {
            // Safe: the descriptor is held by `prior`; the slot is called as CPython does.
            return try PythonError.check(unsafe set(descriptor.raw, instance.raw, value?.raw))
        }
        let dictionary = try instance.attribute(names.dict)
        if let value { return try PythonError.check(unsafe PyObject_SetItem(dictionary.raw, attribute.raw, value.raw)) }
        if unsafe PyObject_DelItem(dictionary.raw, attribute.raw) < 0 {
            guard PythonError.matches(.keyError) else { throw PythonError() }
            PythonError.clear()
            throw missing(attribute, on: instance)
        }
    }

    /// What the class had under the name, or inherits; nil where there is nothing.
    private func prior(for instance: Borrowed, _ attribute: borrowing Owned) throws(PythonError) -> Owned? {
        let wrapped = try proxy.wrapped()
        guard proxy.state.pointee.objects.missing.holds(wrapped) else { return wrapped }
        let type = instance.type.retained()
        // Safe: the type is held, and the tuple of its bases for the walk.
        guard let order = unsafe Borrowed(optional: martlet_type_mro(TypeReference(unchecked: type).rawType))?.retained()
        else { return nil }
        var isBelow = true
        for index in 0..<order.tupleCount {
            let base = order.tupleItem(index)
            guard let dictionary = unsafe martlet_type_dictionary(TypeReference(unchecked: base).rawType) else { continue }
            let own = unsafe Owned(stealing: dictionary)
            guard let found = try own.dictionaryItem(attribute) else { continue }
            if !isBelow { return found }
            isBelow = !found.lend { leads(from: $0) }
        }
        return nil
    }

    /// Whether this wrapper is an object, or one of those that it wraps.
    private func leads(from object: Borrowed) -> Bool {
        var current = object.retained()
        while !current.isIdentical(to: self) {
            guard Proxy.isProxy(current), let next = Proxy(unchecked: current).fields.wrapped.retained() else { return false }
            current = next
        }
        return true
    }

    /// Reads a field that `__init__` sets.
    func require(_ field: Field, _ name: StaticString) throws(PythonError) -> Owned {
        guard let value = field.retained() else {
            throw PythonError.raise(.attributeError, "'%.100s' object has no attribute '%s'", .typeName(self), .text(name))
        }
        return value
    }

    private func missing(_ attribute: borrowing Owned, on instance: Borrowed) -> PythonError {
        .raise(.attributeError, "'%.100s' object has no attribute '%S'", .typeName(instance), .object(attribute))
    }
}
