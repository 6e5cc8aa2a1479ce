import CPython

extension Instance where Fields == RecordedBodyFields {
    /// The type for the streams of plain clients.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.RecordedBody", fields: RecordedBodyFields.self, flags: .collected | .noConstructor, in: module,
            slots: commonSlots + [
                .unary(.iterator) { object in
                    entry(RecordedBody.self, object) { body throws(PythonError) in
                        let inner = try body.inner()
                        // Safe: a new reference or null.
                        return try unsafe body.iterate(Owned(PyObject_GetIter(inner.raw)))
                    }
                },
                .methods([
                    .noArguments("close", "Closes the stream.") { object, _ in
                        entry(RecordedBody.self, object) { body throws(PythonError) in
                            body.noteClose()
                            return try body.inner().callMethod(StateReference(type: body.type).names.recorder.closeName)
                        }
                    }
                ]),
            ])
    }

    /// The type for those of asynchronous clients.
    static func makeAsyncType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.RecordedAsyncBody", fields: RecordedBodyFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: commonSlots + [
                .unary(.asyncIterator) { object in
                    entry(RecordedBody.self, object) { body throws(PythonError) in
                        let inner = try body.inner()
                        // Safe: a new reference or null.
                        return try unsafe body.iterate(Owned(PyObject_GetAIter(inner.raw)))
                    }
                },
                .methods([
                    .noArguments("aclose", "Closes the stream.") { object, _ in
                        entry(RecordedBody.self, object) { body throws(PythonError) in
                            body.noteClose()
                            return try body.inner().callMethod(StateReference(type: body.type).names.recorder.asyncClose)
                        }
                    }
                ]),
            ])
    }

    private static var commonSlots: [Slot] {
        [
            .documentation("The stream of a response, whose bytes are recorded; it behaves as the one that it stands for."),
            .deallocate { unsafe RecordedBody($0.unsafelyUnwrapped).deallocate() },
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                return unsafe RecordedBody(object.unsafelyUnwrapped).traverse(visitor)
            },
            .clear { object in
                unsafe RecordedBody(object.unsafelyUnwrapped).clear()
                return 0
            },
            .getAttribute { object, name in
                entry(RecordedBody.self, object) { body throws(PythonError) in
                    try forwardedAttribute(
                        body.borrowed, Borrowed(argument: name), body.fields.inner, body.fields.state)
                }
            },
            .setAttribute { object, name, value in
                statusEntry(RecordedBody.self, object) { body throws(PythonError) in
                    let inner = try body.inner(), name = Borrowed(argument: name)
                    guard let value = unsafe Borrowed(optional: value) else { return try inner.deleteAttribute(name) }
                    try inner.setAttribute(name, value)
                }
            },
            .unary(.representation) { object in
                entry(RecordedBody.self, object) { body throws(PythonError) in
                    // Safe: a new reference or null.
                    try unsafe Owned(PyObject_Repr(body.inner().raw))
                }
            },
            .offsets(RecordedBodyFields.offsets),
        ]
    }

    private func inner() throws(PythonError) -> Owned {
        guard let inner = fields.inner.retained() else { throw PythonError.raise(.runtimeError, "the stream is gone") }
        return inner
    }
}
