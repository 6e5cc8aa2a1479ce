import CPython
import Journal

/// The memory of a traced function.
@safe struct TracedFields: FunctionStandInFields {
    /// The list of weak references, kept by CPython. At offset 0.
    var weakReferences: UnsafeMutableRawPointer?
    /// The function that a vectorcall of the object calls. At offset 8.
    var vectorcall: TypeReference.Vectorcall?
    /// What is traced.
    var wrapped: Field
    /// The name of its spans, and the module that it is from: strings, or empty.
    var nameText: Field
    var scopeText: Field
    /// The names of its parameters, a tuple in the order of `co_varnames`; empty where they are not known.
    var parameters: Field
    /// How many parameters may be given by place, and how many by name alone.
    var positionalCount: Int
    var namedOnlyCount: Int
    /// How many of the first may not be given by name.
    var positionalOnlyCount: Int
    /// The names in the journal, once they have been asked for.
    var name: NameID
    var scope: NameID
    var kind: UInt8
    var payload: TracedPayload
    var course: TracedCourse
    /// It has `*args`, `**kwargs`, and a first parameter `self` or `cls`, which is not recorded.
    var hasRest: Bool
    var hasKeywords: Bool
    var hasReceiver: Bool
    var state: StateReference?

    @safe static var offsets: [Offset] {
        [.weakReferences(Instance<TracedFields>.offset(0)), .vectorcall(Instance<TracedFields>.offset(8))]
    }
}

/// Whether arguments and results are recorded.
enum TracedPayload: UInt8 {
    /// If `MARTLET_CAPTURE` says so.
    case asConfigured
    /// Never.
    case none
}

/// What a call of a traced function gives.
enum TracedCourse: UInt8 {
    /// A result: it has run when the call returns.
    case call
    case coroutine
    case generator
    case asyncGenerator
}

/// A borrowed reference to a traced function.
typealias Traced = Instance<TracedFields>
