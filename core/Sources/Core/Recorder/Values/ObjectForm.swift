import CPython

/// How an object is written that is none of JSON's own types.
enum ObjectForm {
    /// Its type and the beginning of its `repr`.
    case representation
    /// Its type alone: its `repr` would do work of the program's.
    case typeAlone
    /// Its type and the beginning of its `repr`, which is made of what it refers to.
    case indirect
    /// Its `str`.
    case text
    /// Its `isoformat()`.
    case isoFormat
    /// The value of an enumeration's member.
    case enumerationMember
    /// A list of what it iterates over.
    case sequence
    /// An object of its `items()`.
    case mapping
    /// An object of its instance dictionary.
    case namespace
    case dataclass
    case attrs
    case structure
    /// Something that stands for a row of a database: what it has in memory.
    case entity
    /// A model of pydantic 2, or of pydantic 1.
    case model
    case firstModel
    /// A picture of Pillow's.
    case picture
    /// Something with a shape, and a type of its elements or of its columns.
    case array
    case table
}

extension ObjectForm {
    /// The form for objects of a type. Runs no code of the type's.
    init(_ type: TypeReference, _ state: StateReference) {
        // The attributes by which libraries know their own, where a class defines or inherits them.
        if type.has(state.names.values.mappedClass) { self = .entity; return }
        if type.has(state.names.values.serializer) { self = .model; return }
        if type.has(state.names.values.dataclassFields) { self = .dataclass; return }
        if type.has(state.names.values.attributesOfAttrs) { self = .attrs; return }
        if type.has(state.names.values.firstFields), type.has(state.names.values.firstConfiguration) { self = .firstModel; return }
        if let known = Self.known(type, state) { self = known; return }
        if type.has(state.names.values.shape) {
            if type.has(state.names.values.elementType) { self = .array; return }
            if type.has(state.names.values.elementTypes) { self = .table; return }
        }
        self = .representation
    }

    /// The form of the nearest base that is one of those that we know.
    private static func known(_ type: TypeReference, _ state: StateReference) -> ObjectForm? {
        // Safe: a type that is ready has this tuple, which it keeps while the value keeps the type.
        guard let raw = unsafe martlet_type_mro(type.rawType) else { return nil }
        let bases = unsafe Borrowed(raw).retained()
        for index in 0..<bases.tupleCount {
            let base = bases.tupleItem(index)
            if let form = TypeName(TypeReference(unchecked: base)).form(state) { return form }
        }
        return nil
    }
}
