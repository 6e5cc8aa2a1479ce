import CPython

extension Instance where Fields == RecordedAwaitableFields {
    /// The type of the awaitables. It is a `collections.abc.Coroutine` by its methods.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.RecordedAwaitable", fields: RecordedAwaitableFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: [
                .documentation("A coroutine whose course is recorded; it behaves as the one that it stands for."),
                .deallocate { unsafe RecordedAwaitable($0.unsafelyUnwrapped).deallocate() },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    return unsafe RecordedAwaitable(object.unsafelyUnwrapped).traverse(visitor)
                },
                .clear { object in
                    unsafe RecordedAwaitable(object.unsafelyUnwrapped).clear()
                    return 0
                },
                .getAttribute { object, name in
                    entry { () throws(PythonError) in
                        let awaitable = unsafe RecordedAwaitable(object.unsafelyUnwrapped)
                        return try forwardedAttribute(
                            awaitable.borrowed, Borrowed(argument: name), awaitable.fields.inner, awaitable.fields.state)
                    }
                },
                .unary(.await) { object in entry { unsafe Borrowed(object.unsafelyUnwrapped).retained() } },
                .unary(.iterator) { object in entry { unsafe Borrowed(object.unsafelyUnwrapped).retained() } },
                .unary(.next) { object in
                    entry { () throws(PythonError) in
                        try unsafe RecordedAwaitable(object.unsafelyUnwrapped).sending(.none).asMethodResult()
                    }
                },
                .send { object, value, result in
                    unsafe RecordedAwaitable(object.unsafelyUnwrapped)
                        .sending(Borrowed(optional: value) ?? .none).store(in: result.unsafelyUnwrapped)
                },
                .offsets(RecordedAwaitableFields.offsets),
                .methods([
                    .oneArgument("send", "Advances the coroutine with a value.") { object, value in
                        entry { () throws(PythonError) in
                            try unsafe RecordedAwaitable(object.unsafelyUnwrapped)
                                .sending(Borrowed(value.unsafelyUnwrapped)).asMethodResult()
                        }
                    },
                    .arguments("throw", "Raises an exception where the coroutine waits.") { object, arguments, count, names in
                        entry { () throws(PythonError) in
                            let arguments = unsafe Arguments(arguments, count, names)
                            return try unsafe RecordedAwaitable(object.unsafelyUnwrapped).advance { inner, state in
                                Step.throwing(arguments, into: inner, state)
                            }.asMethodResult()
                        }
                    },
                    .noArguments("close", "Ends the coroutine where it waits.") { object, _ in
                        entry { () throws(PythonError) in try unsafe RecordedAwaitable(object.unsafelyUnwrapped).close() }
                    },
                ]),
            ])
    }

    private func sending(_ value: Borrowed) -> Step {
        advance { inner, _ in Step.sending(value, to: inner) }
    }
}

extension Step {
    /// The same, as `am_send` reports it.
    @unsafe
    consuming func store(in result: UnsafeMutablePointer<RawObject?>) -> PySendResult {
        // Safe: the caller passes the address of a variable of its own.
        switch consume self {
        case .yielded(let value):
            unsafe result.pointee = value.take()
            return PYGEN_NEXT
        case .returned(let value):
            unsafe result.pointee = value.take()
            return PYGEN_RETURN
        case .raised:
            unsafe result.pointee = nil
            return PYGEN_ERROR
        }
    }
}

/// An attribute of a stand-in: its own, else that of what it stands for, whose class it says to have.
func forwardedAttribute(
    _ object: Borrowed, _ name: Borrowed, _ inner: Field, _ state: StateReference?
) throws(PythonError) -> Owned {
    if let state, state.names.classAttribute.isIdentical(to: name), let inner = inner.retained() {
        return try inner.attribute(name)
    }
    if let own = try object.genericAttribute(name) { return own }
    guard let inner = inner.retained() else {
        throw PythonError.raise(.attributeError, "'%s' object has no attribute '%U'", .typeName(object), .object(name))
    }
    return try inner.attribute(name)
}
