import CPython

/// Dictionaries that hold a `__module__` and a `__doc__`, shared by the proxies of like objects.
///
/// A proxy's own dictionary has copies of the two from the start. Few proxies ever store anything else there, and
/// objects of one class, or one function that is wrapped time and again, have the same two. So proxies share a
/// dictionary until they write to it. Only strings and `None` are kept: they neither change nor refer to anything.
struct DescriptionCache {
    /// `__module__`, `__doc__` and their dictionary; a missing attribute is an empty field.
    private var entries = InlineArray<96, Field>(repeating: Field())

    /// Where the entry of a description would be; nil if either value is one that cannot be shared.
    static func place(of description: borrowing Description) -> Int? {
        guard let module = description.module.cacheKey, let documentation = description.documentation.cacheKey else { return nil }
        // Objects lie 16 bytes apart or more.
        return 3 &* (((module >> 4) ^ (documentation >> 5)) & 31)
    }

    /// The dictionary at that place, if it is the description's. (Mutating, so that the entries are not copied for it.)
    mutating func dictionary(at place: Int, for description: borrowing Description) -> Owned? {
        guard entries[place].key == description.module.cacheKey, entries[place &+ 1].key == description.documentation.cacheKey
        else { return nil }
        return entries[place &+ 2].retained()
    }

    /// Keeps the dictionary of a description. Nothing that is let go here can run Python code.
    mutating func store(_ dictionary: borrowing Owned, at place: Int, for description: borrowing Description) {
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
    init(of wrapped: Borrowed, _ state: StateReference) throws(PythonError) {
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
    func sharedDictionary(_ description: borrowing Description) throws(PythonError) -> Owned? {
        guard let place = DescriptionCache.place(of: description) else { return nil }
        if let dictionary = pointee.descriptions.dictionary(at: place, for: description) { return dictionary }
        let dictionary = try Owned.dictionary()
        if let value = description.module.borrow() { try dictionary.setDictionaryItem(names.module, value) }
        if let value = description.documentation.borrow() { try dictionary.setDictionaryItem(names.doc, value) }
        pointee.descriptions.store(dictionary, at: place, for: description)
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
