import CPython

/// `martlet.trace`.
enum TraceFunction {
    static var method: Method {
        .arguments(
            "trace",
            """
            trace(function=None, /, *, name=None, kind=None, capture=None)
            --

            Records the calls of a function, a method, a coroutine function or a generator function as spans;
            for a class, of its public methods. Without a function it returns a decorator.

            name is that of the spans, else the function's qualified name. kind is 'internal' (default), 'server',
            'client', 'producer' or 'consumer'. With capture=False arguments and results are not recorded.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                try unsafe TraceFunction.call(Arguments(base, count, names), StateReference(function: module))
            }
        }
    }

    private static func call(_ arguments: Arguments, _ state: StateReference) throws(PythonError) -> Owned {
        let names = state.names
        // The first has a name that cannot be given: it is positional only.
        guard arguments.count <= 1 else {
            throw PythonError.raise(.typeError, "trace() takes one function, method or class; the rest is named")
        }
        var options = try TraceOptions(named: arguments, of: "trace", names)
        guard arguments.count == 1, !arguments[0].isNone else { return try TraceDecorator.make(options, state) }
        defer { _ = options.name.exchange(nil) }
        return try Tracer.trace(arguments[0], options, state)
    }
}

extension TraceOptions {
    /// The options among the named arguments of a function.
    init(named arguments: Arguments, of function: StaticString, _ names: Names) throws(PythonError) {
        let values = try Arguments.named(arguments).parse(
            function, [names.name, names.recorder.kind, names.recorder.capture], required: 0, positional: 0)
        try self.init(name: values[0], kind: values[1], capture: values[2])
    }
}

extension Arguments {
    /// The named ones alone.
    @_lifetime(copy arguments)
    fileprivate static func named(_ arguments: Arguments) -> Arguments {
        guard arguments.count > 0, let base = unsafe arguments.base else { return arguments }
        // Safe: the named values follow the positional ones in the same block.
        return unsafe _overrideLifetime(Arguments(base + arguments.count, 0, arguments.names?.raw), copying: arguments)
    }
}
