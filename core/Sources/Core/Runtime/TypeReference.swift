import CPython

/// A borrowed reference to a type.
@safe struct TypeReference: Reference {
    let rawType: RawType

    @inline(__always) init(_ rawType: RawType) { unsafe self.rawType = rawType }

    /// Trusts that `object` is a type.
    @inline(__always) init(unchecked object: borrowing some AnyReference) {
        unsafe rawType = UnsafeMutableRawPointer(object.raw).assumingMemoryBound(to: PyTypeObject.self)
    }

    // Safe: a type object begins with an object header.
    @inline(__always) var raw: RawObject {
        unsafe UnsafeMutableRawPointer(rawType).assumingMemoryBound(to: PyObject.self)
    }

    /// What the dictionaries of the type and its bases have under `name`, as it is stored.
    @inline(__always) func lookup(_ name: borrowing some AnyReference) -> Owned? {
        // Safe: the result is borrowed from a dictionary, and gets its own count at once.
        guard let found = unsafe martlet_type_lookup(rawType, name.raw) else { return nil }
        return unsafe Borrowed(found).retained()
    }

    /// Whether the type or a base has `name` in its dictionary.
    @inline(__always) func has(_ name: borrowing some AnyReference) -> Bool {
        unsafe martlet_type_lookup(rawType, name.raw) != nil
    }

    // Safe: the built-in types are static objects.
    static var type: TypeReference { unsafe TypeReference(martlet_type_type()) }
    static var module: TypeReference { unsafe TypeReference(martlet_type_module()) }
    static var function: TypeReference { unsafe TypeReference(martlet_type_function()) }
    static var method: TypeReference { unsafe TypeReference(martlet_type_method()) }
    static var classMethod: TypeReference { unsafe TypeReference(martlet_type_class_method()) }
    static var staticMethod: TypeReference { unsafe TypeReference(martlet_type_static_method()) }
    static var bytes: TypeReference { unsafe TypeReference(martlet_type_bytes()) }
    static var reversed: TypeReference { unsafe TypeReference(martlet_type_reversed()) }
    static var complex: TypeReference { unsafe TypeReference(martlet_type_complex()) }
    static var dictionary: TypeReference { unsafe TypeReference(martlet_type_dict()) }
    static var property: TypeReference { unsafe TypeReference(martlet_type_property()) }
}
