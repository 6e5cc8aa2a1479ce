/// What a function wrapper wraps, decided when it is made; it says how the wrapper binds.
enum BindingKind: UInt8 {
    /// Zeroed memory: `__init__` has not run.
    case unset
    case builtin
    case function
    case classObject
    case classMethod
    case staticMethod
    case instanceMethod
    case callable
    /// A text that a subclass passed, and that means nothing to us.
    case other

    /// The text of `_self_binding`.
    func name(_ state: StateReference) -> Interned {
        switch self {
        case .builtin: state.names.builtin
        case .function: state.names.function
        case .classObject: state.names.classKind
        case .classMethod: state.names.classmethod
        case .staticMethod: state.names.staticmethod
        case .instanceMethod: state.names.instancemethod
        case .unset, .callable, .other: state.names.callable
        }
    }

    /// The kind that a text stands for.
    init(_ text: Borrowed, _ state: StateReference) throws(PythonError) {
        guard text.isText else { self = .other; return }
        if try state.names.function.equalsName(text) {
            self = .function
        } else if try state.names.callable.equalsName(text) {
            self = .callable
        } else if try state.names.instancemethod.equalsName(text) {
            self = .instanceMethod
        } else if try state.names.classmethod.equalsName(text) {
            self = .classMethod
        } else if try state.names.staticmethod.equalsName(text) {
            self = .staticMethod
        } else if try state.names.builtin.equalsName(text) {
            self = .builtin
        } else if try state.names.classKind.equalsName(text) {
            self = .classObject
        } else {
            self = .other
        }
    }

    /// The kind of an object that is no function wrapper itself.
    static func of(_ wrapped: Borrowed, _ state: StateReference) throws(PythonError) -> BindingKind {
        if wrapped.isExactFunction { return .function }
        if wrapped.isBuiltinFunction { return .builtin }
        if try wrapped.isInstance(of: TypeReference.function) { return .function }
        if try wrapped.isInstance(of: TypeReference.type) { return .classObject }
        if try wrapped.isInstance(of: TypeReference.classMethod) { return .classMethod }
        if try wrapped.isInstance(of: TypeReference.staticMethod) { return .staticMethod }
        guard let instance = try wrapped.boundObject(state.names.selfName) else { return .callable }
        if try instance.isInstance(of: TypeReference.type) { return .classMethod }
        return try wrapped.isInstance(of: TypeReference.method) ? .instanceMethod : .callable
    }

    /// Whether a call of the wrapper itself tells the instance by the wrapped object's `__self__`.
    @inline(__always) var takesInstanceFromWrapped: Bool {
        self == .function || self == .instanceMethod || self == .callable || self == .classMethod
    }

    /// Whether a bound wrapper without instance binds again, to the instance that it is found on now.
    @inline(__always) var bindsAgain: Bool { self == .function || self == .instanceMethod || self == .callable }

    /// Whether the first argument of a call through the class may be the instance.
    @inline(__always) var mayTakeInstanceAsArgument: Bool { self == .function || self == .callable }
}
