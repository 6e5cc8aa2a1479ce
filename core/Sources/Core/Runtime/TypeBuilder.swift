import CPython

/// Makes the heap types of the module.
enum TypeBuilder {
    /// What instances of a type are like.
    struct Flags {
        let rawValue: UInt32
        /// May be subclassed in Python.
        static var base: Flags { Flags(rawValue: martlet_flag_base) }
        /// Takes part in garbage collection: has traverse and clear slots.
        static var collected: Flags { Flags(rawValue: martlet_flag_gc) }
        /// Has a vectorcall function, at the offset given by `Offset.vectorcall`.
        static var vectorcall: Flags { Flags(rawValue: martlet_flag_vectorcall) }
        /// Cannot be made from Python.
        static var noConstructor: Flags { Flags(rawValue: martlet_flag_no_new) }

        static func | (left: Flags, right: Flags) -> Flags { Flags(rawValue: left.rawValue | right.rawValue) }
    }

    /// Makes the type `name` (with its module), with instances laid out as `Instance<Fields>`.
    static func make<Fields>(
        _ name: StaticString, fields: Fields.Type, base: TypeReference? = nil, flags: Flags, in module: Borrowed,
        slots: [Slot]
    ) throws(PythonError) -> Owned {
        let table = unsafe immortalTable(slots.map { unsafe $0.slot }, end: PyType_Slot(slot: 0, pfunc: nil))
        // Safe: CPython copies what it needs of the specification and the slots; the name is static.
        defer { unsafe table.deallocate() }
        var specification = unsafe PyType_Spec(
            name: name.cString, basicsize: Int32(Instance<Fields>.basicSize), itemsize: 0,
            flags: martlet_flag_default | flags.rawValue,
            slots: table.assumingMemoryBound(to: PyType_Slot.self))
        let bases = unsafe base?.raw
        let type = try unsafe Owned(PyType_FromModuleAndSpec(module.raw, &specification, bases))
        // Safe: the type was just made, and nobody has read its name.
        unsafe martlet_type_print_as_class(TypeReference(unchecked: type).rawType)
        return type
    }
}

extension TypeReference {
    typealias Vectorcall = @convention(c) (RawObject?, RawArguments?, Int, RawObject?) -> RawObject?

    /// Makes a call of exactly this type skip `__new__` and `__init__` for `function`. Subclasses do not.
    @safe func setConstructor(_ function: @escaping Vectorcall) {
        // Safe: the type was just made and nobody has called it.
        unsafe martlet_type_set_vectorcall(rawType, function)
    }

    /// The type's own `tp_alloc`: a new object, zeroed, tracked by the collector.
    @inline(__always) func allocate() throws(PythonError) -> Owned {
        // Safe: every heap type has an allocator; the count of the type is taken by it.
        try unsafe Owned(rawType.pointee.tp_alloc.unsafelyUnwrapped(rawType, 0))
    }
}
