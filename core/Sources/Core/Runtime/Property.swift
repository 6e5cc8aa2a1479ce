import CPython

/// One attribute of a type that is computed by functions.
@safe struct Property {
    let definition: PyGetSetDef

    typealias Get = @convention(c) (RawObject?, UnsafeMutableRawPointer?) -> RawObject?
    typealias Set = @convention(c) (RawObject?, RawObject?, UnsafeMutableRawPointer?) -> Int32

    /// Without `set`, writing raises AttributeError. `set` gets null as the value for a deletion.
    @safe init(_ name: StaticString, get: @escaping Get, set: Set? = nil) {
        unsafe definition = PyGetSetDef(name: name.cString, get: get, set: set, doc: nil, closure: nil)
    }
}

/// An offset into the objects of a type that CPython has to know.
@safe struct Offset {
    let definition: PyMemberDef

    private init(_ name: StaticString, _ offset: Int) {
        unsafe definition = PyMemberDef(
            name: name.cString, type: martlet_member_size, offset: offset,
            flags: martlet_member_readonly, doc: nil)
    }

    /// Where the instance dictionary is.
    static func dictionary(_ offset: Int) -> Offset { Offset("__dictoffset__", offset) }
    /// Where the list of weak references is.
    static func weakReferences(_ offset: Int) -> Offset { Offset("__weaklistoffset__", offset) }
    /// Where the function for vectorcall is.
    static func vectorcall(_ offset: Int) -> Offset { Offset("__vectorcalloffset__", offset) }
}
