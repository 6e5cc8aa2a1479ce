import CPython

extension Instance where Fields == SpanScopeFields {
    /// The type of what `martlet.span(...)` returns.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.SpanScope", fields: SpanScopeFields.self, flags: .collected | .noConstructor, in: module,
            slots: [
                .documentation("A block of a program that is recorded as a span: for `with` and `async with`."),
                .deallocate { unsafe SpanScope($0.unsafelyUnwrapped).deallocate() },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    return unsafe SpanScope(object.unsafelyUnwrapped).traverse(visitor)
                },
                .clear { object in
                    unsafe SpanScope(object.unsafelyUnwrapped).clear()
                    return 0
                },
                .methods([
                    .noArguments("__enter__", "Starts the span; its handle, or None if recording is off.") { object, _ in
                        entry { () throws(PythonError) in try unsafe SpanScope(object.unsafelyUnwrapped).enter() }
                    },
                    .arguments("__exit__", "Ends the span.") { object, arguments, count, names in
                        entry { () throws(PythonError) in
                            try unsafe SpanScope(object.unsafelyUnwrapped).exit(Arguments(arguments, count, names))
                            return .bool(false)
                        }
                    },
                    .noArguments("__aenter__", "Starts the span; awaits to its handle.") { object, _ in
                        entry { () throws(PythonError) in
                            let scope = unsafe SpanScope(object.unsafelyUnwrapped)
                            return try ReadyAwaitable.make(scope.enter(), scope.fields.state)
                        }
                    },
                    .arguments("__aexit__", "Ends the span.") { object, arguments, count, names in
                        entry { () throws(PythonError) in
                            let scope = unsafe SpanScope(object.unsafelyUnwrapped)
                            try unsafe scope.exit(Arguments(arguments, count, names))
                            return try ReadyAwaitable.make(.bool(false), scope.fields.state)
                        }
                    },
                ]),
            ])
    }

    private func exit(_ arguments: Arguments) throws(PythonError) {
        guard arguments.count == 3, arguments.namedCount == 0 else {
            throw PythonError.raise(.typeError, "__exit__ takes the type, the exception and its traceback")
        }
        leave(arguments[1])
    }
}
