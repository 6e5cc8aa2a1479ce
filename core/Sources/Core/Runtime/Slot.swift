import CPython

/// One entry of a type's slot table.
///
/// Each constructor takes the C signature of its slot, so a function with the wrong one does not
/// compile. Pass a closure that captures nothing and calls `entry { ... }`.
@safe struct Slot {
    let slot: PyType_Slot

    private init(_ number: Int32, _ pointer: UnsafeMutableRawPointer) {
        unsafe slot = PyType_Slot(slot: number, pfunc: pointer)
    }

    typealias Unary = @convention(c) (RawObject?) -> RawObject?
    typealias Binary = @convention(c) (RawObject?, RawObject?) -> RawObject?
    typealias Ternary = @convention(c) (RawObject?, RawObject?, RawObject?) -> RawObject?
    typealias Predicate = @convention(c) (RawObject?) -> Int32
    typealias BinaryPredicate = @convention(c) (RawObject?, RawObject?) -> Int32
    typealias Length = @convention(c) (RawObject?) -> Int
    typealias Setter = @convention(c) (RawObject?, RawObject?, RawObject?) -> Int32
    typealias Comparison = @convention(c) (RawObject?, RawObject?, Int32) -> RawObject?
    typealias New = @convention(c) (RawType?, RawObject?, RawObject?) -> RawObject?
    typealias Destructor = @convention(c) (RawObject?) -> Void
    typealias Send = @convention(c) (RawObject?, RawObject?, UnsafeMutablePointer<RawObject?>?) -> PySendResult
    typealias Traverse = @convention(c) (RawObject?, visitproc?, UnsafeMutableRawPointer?) -> Int32

    // Safe: a C function pointer is one word, and the signature was checked by the parameter's type.
    @safe static func new(_ f: New) -> Slot { unsafe Slot(Slots.tp_new, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func initialize(_ f: Setter) -> Slot { unsafe Slot(Slots.tp_init, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func deallocate(_ f: Destructor) -> Slot { unsafe Slot(Slots.tp_dealloc, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func finalize(_ f: Destructor) -> Slot { unsafe Slot(Slots.tp_finalize, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func traverse(_ f: Traverse) -> Slot { unsafe Slot(Slots.tp_traverse, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func clear(_ f: Predicate) -> Slot { unsafe Slot(Slots.tp_clear, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func call(_ f: Ternary) -> Slot { unsafe Slot(Slots.tp_call, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func hash(_ f: Length) -> Slot { unsafe Slot(Slots.tp_hash, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func compare(_ f: Comparison) -> Slot { unsafe Slot(Slots.tp_richcompare, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func getAttribute(_ f: Binary) -> Slot { unsafe Slot(Slots.tp_getattro, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func setAttribute(_ f: Setter) -> Slot { unsafe Slot(Slots.tp_setattro, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func descriptorGet(_ f: Ternary) -> Slot { unsafe Slot(Slots.tp_descr_get, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func descriptorSet(_ f: Setter) -> Slot { unsafe Slot(Slots.tp_descr_set, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func length(_ f: Length) -> Slot { unsafe Slot(Slots.mp_length, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    /// What `len()` asks first; without it the lookup takes a detour.
    @safe static func sequenceLength(_ f: Length) -> Slot { unsafe Slot(Slots.sq_length, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func setItem(_ f: Setter) -> Slot { unsafe Slot(Slots.mp_ass_subscript, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func contains(_ f: BinaryPredicate) -> Slot { unsafe Slot(Slots.sq_contains, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func truth(_ f: Predicate) -> Slot { unsafe Slot(Slots.nb_bool, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func power(_ slot: TernarySlot, _ f: Ternary) -> Slot { unsafe Slot(slot.rawValue, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    /// `am_send`: advances an awaitable without an exception for its result.
    @safe static func send(_ f: Send) -> Slot { unsafe Slot(Slots.am_send, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func unary(_ slot: UnarySlot, _ f: Unary) -> Slot { unsafe Slot(slot.rawValue, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }
    @safe static func binary(_ slot: BinarySlot, _ f: Binary) -> Slot { unsafe Slot(slot.rawValue, unsafeBitCast(f, to: UnsafeMutableRawPointer.self)) }

    /// `__doc__`.
    static func documentation(_ text: StaticString) -> Slot {
        unsafe Slot(Slots.tp_doc, UnsafeMutableRawPointer(mutating: text.utf8Start))
    }

    /// Methods. The table lives as long as the process, because built-in functions point into it.
    static func methods(_ methods: [Method]) -> Slot {
        unsafe Slot(Slots.tp_methods, immortalTable(methods.map { unsafe $0.definition }, end: PyMethodDef()))
    }

    /// Attributes computed by functions.
    static func properties(_ properties: [Property]) -> Slot {
        unsafe Slot(Slots.tp_getset, immortalTable(properties.map { unsafe $0.definition }, end: PyGetSetDef()))
    }

    /// Offsets that CPython has to know: `__dictoffset__`, `__weaklistoffset__`, `__vectorcalloffset__`.
    static func offsets(_ offsets: [Offset]) -> Slot {
        unsafe Slot(Slots.tp_members, immortalTable(offsets.map { unsafe $0.definition }, end: PyMemberDef()))
    }
}

/// Copies a table, with its end mark, to memory that is never freed.
@unsafe func immortalTable<Element>(_ elements: [Element], end: Element) -> UnsafeMutableRawPointer {
    let table = UnsafeMutablePointer<Element>.allocate(capacity: elements.count + 1)
    for index in elements.indices { unsafe (table + index).initialize(to: elements[index]) }
    unsafe (table + elements.count).initialize(to: end)
    return UnsafeMutableRawPointer(table)
}
