import CPython

/// `martlet.trace`, applied to what it may be applied to.
enum Tracer {
    static func trace(_ object: Borrowed, _ options: TraceOptions, _ state: StateReference) throws(PythonError) -> Owned {
        if RecorderSettings.isDisabled { return object.retained() }
        if object.isType { return try traceClass(object, options, state) }
        if object.isReally(.classMethod) || object.isReally(.staticMethod) {
            let function = try object.attribute(state.names.underlyingFunction)
            let traced = try Traced.make(function.borrowed, options, state)
            return try object.type.call(traced)
        }
        guard object.isCallable else {
            throw PythonError.raise(
                .typeError, "trace() takes a function, a method or a class, not '%s'", .typeName(object))
        }
        return try Traced.make(object, options, state)
    }

    /// Traces the public methods that a class defines itself, and its `__call__`; returns the class.
    private static func traceClass(
        _ type: Borrowed, _ options: TraceOptions, _ state: StateReference
    ) throws(PythonError) -> Owned {
        // Safe: new references, or null with an exception set.
        let dictionary = try unsafe Owned(martlet_type_dictionary(TypeReference(unchecked: type).rawType))
        let members = try unsafe Owned(PyDict_Copy(dictionary.raw))
        var position = 0
        var key: RawObject?
        var value: RawObject?
        // Safe: the copy is ours alone, so it does not change, and keeps keys and values alive.
        while unsafe PyDict_Next(members.raw, &position, &key, &value) != 0 {
            let name = Borrowed(argument: key), member = Borrowed(argument: value)
            guard name.isText, isTraced(name), isMethod(member) else { continue }
            var own = options
            own.name = Field()
            if let prefix = options.name.retained() {
                own.name.initialize(try Owned.format("%U.%U", .object(prefix), .object(name)))
            }
            defer { _ = own.name.exchange(nil) }
            try type.setAttribute(name, trace(member, own, state))
        }
        return type.retained()
    }

    private static func isTraced(_ name: Borrowed) -> Bool {
        name.withUTF8 { bytes in
            // Safe: the first byte is looked at where there is one.
            unsafe bytes.count > 0 && bytes[0] != UInt8(ascii: "_")
        } || name.spells("__call__")
    }

    private static func isMethod(_ member: Borrowed) -> Bool {
        member.isExactly(.function) || member.isExactly(.classMethod) || member.isExactly(.staticMethod)
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Whether the object's type is this one, and no subclass.
    @inline(__always)
    func isExactly(_ type: TypeReference) -> Bool { unsafe martlet_type(raw) == type.rawType }
}
