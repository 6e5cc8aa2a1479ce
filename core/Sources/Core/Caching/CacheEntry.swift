import CPython

/// The cache of one instance or class, kept among its attributes.
///
/// It knows whose it is. A copy of the instance has it too, but gets a cache of its own at its first call; and it is
/// pickled as an empty one, because a cache does not travel.
@safe struct CacheEntryFields {
    /// What `functools.lru_cache` made; empty after unpickling.
    var cache = Field()
    /// The address of the object whose cache it is. The cache's function is bound to that, which keeps it alive.
    var owner: RawObject?
}

typealias CacheEntry = Instance<CacheEntryFields>

extension Instance where Fields == CacheEntryFields {
    static func make(_ cache: borrowing Owned, owner: Borrowed, state: StateReference) throws(PythonError) -> Owned {
        let type = try state.require(state.pointee.types.decorators.cacheEntry)
        let object = try TypeReference(unchecked: type).allocate()
        let entry = CacheEntry(unchecked: object)
        entry.fields.cache.initialize(cache.retained())
        unsafe entry.fields.owner = owner.raw
        return object
    }

    /// The cache that `found` has for `owner`: nil if it is no entry, or another object's.
    @inline(__always) static func cache(in found: borrowing Owned, of owner: Borrowed, _ state: StateReference) -> Owned? {
        guard state.pointee.types.decorators.cacheEntry.holds(found.type) else { return nil }
        let entry = CacheEntry(unchecked: found)
        // Safe: compares addresses only.
        guard unsafe entry.fields.owner == owner.raw else { return nil }
        return entry.fields.cache.retained()
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core._CacheEntry", fields: CacheEntryFields.self, flags: .collected, in: module,
            slots: [
                .documentation("The cache of one object, kept among its attributes. It is copied and pickled as an empty one."),
                .new { type, _, _ in
                    entry { () throws(PythonError) in try unsafe TypeReference(type.unsafelyUnwrapped).allocate() }
                },
                .methods([
                    .noArguments("__reduce__", "Gives an empty one.") { object, _ in
                        entry { () throws(PythonError) in try .tuple(Borrowed(argument: object).type.retained(), .emptyTuple()) }
                    }
                ]),
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let entry = unsafe CacheEntry(object.unsafelyUnwrapped)
                    let status = unsafe visitor.visitType(of: entry.raw)
                    return status == 0 ? entry.fields.cache.traverse(visitor) : status
                },
                .clear { object in
                    _ = unsafe CacheEntry(object.unsafelyUnwrapped).fields.cache.exchange(nil)
                    return 0
                },
                .deallocate { object in
                    let entry = unsafe CacheEntry(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(entry.raw)
                    _ = entry.fields.cache.exchange(nil)
                    unsafe Deallocation.free(entry.raw)
                },
            ])
    }
}
