import CPython

/// Dictionaries that hold a `__module__` and a `__doc__`, shared by the proxies of like objects.
///
/// A proxy's own dictionary has copies of the two from the start. Few proxies ever store anything else there, and
/// objects of one class, or one function that is wrapped time and again, have the same two. So proxies share a
/// dictionary until they write to it. Only strings and `None` are kept: they neither change nor refer to anything.
struct DescriptionCache {
    /// `__module__`, `__doc__` and their dictionary; a missing attribute is an empty field.
    private var entries = InlineArray<96, Field>(repeating: Field())

    /// What tells a description from others while its values live.
    struct Key {
        fileprivate let module: Int
        fileprivate let documentation: Int

        /// Nil if either value is one that cannot be shared.
        @inline(__always) init?(_ description: borrowing Description) {
            guard let module = description.module.cacheKey, let documentation = description.documentation.cacheKey else { return nil }
            self.module = module
            self.documentation = documentation
        }

        /// Where the entry would be.
        @inline(__always) fileprivate var place: Int {
            // Objects lie 16 bytes apart or more.
            3 &* (((module >> 4) ^ (documentation >> 5)) & 31)
        }
    }

    /// The dictionary of the description with this key. (Mutating, so that the entries are not copied for it.)
    @inline(__always) mutating func dictionary(_ key: Key) -> Owned? {
        let place = key.place
        guard entries[place].key == key.module, entries[place &+ 1].key == key.documentation else { return nil }
        return entries[place &+ 2].retained()
    }

    /// Keeps the dictionary of a description. Nothing that is let go here can run Python code.
    mutating func store(_ dictionary: borrowing Owned, _ key: Key, for description: borrowing Description) {
        let place = key.place
        _ = entries[place].exchange(description.module.borrow()?.retained())
        _ = entries[place &+ 1].exchange(description.documentation.borrow()?.retained())
        _ = entries[place &+ 2].exchange(dictionary.retained())
    }

    /// Lets everything go.
    mutating func clear() { PackedFields.clear(&entries) }
}

/// What a proxy copies of the object that it wraps.
struct Description: ~Copyable {
    let module: Owned?
    let documentation: Owned?

    /// Reads both, where they are. Errors other than AttributeError are the caller's.
    @inline(__always) init(of wrapped: Borrowed, _ state: StateReference) throws(PythonError) {
        if wrapped.isExactFunction {
            module = wrapped.functionModule
            documentation = wrapped.functionDocumentation
        } else {
            let module = try wrapped.optionalAttribute(state.names.module)
            documentation = try wrapped.optionalAttribute(state.names.doc)
            self.module = module
        }
    }
}

extension StateReference {
    /// The shared dictionary with this description, made now if there is none; nil if it cannot be shared.
    @inline(__always) func sharedDictionary(_ description: borrowing Description) throws(PythonError) -> Owned? {
        guard let key = DescriptionCache.Key(description) else { return nil }
        if let dictionary = pointee.descriptions.dictionary(key) { return dictionary }
        return try makeSharedDictionary(description, key)
    }

    @inline(never) private func makeSharedDictionary(_ description: borrowing Description, _ key: DescriptionCache.Key)
        throws(PythonError) -> Owned
    {
        let dictionary = try Owned.dictionary()
        if let value = description.module.borrow() { try dictionary.setDictionaryItem(names.module, value) }
        if let value = description.documentation.borrow() { try dictionary.setDictionaryItem(names.doc, value) }
        pointee.descriptions.store(dictionary, key, for: description)
        return dictionary
    }
}

extension Optional where Wrapped == Owned {
    /// What tells this value from others while it lives, 0 for none; nil for values that are not to be kept.
    @inline(__always) fileprivate var cacheKey: Int? {
        guard let value = borrow() else { return 0 }
        return value.isNone || value.isExactText ? value.address : nil
    }
}
