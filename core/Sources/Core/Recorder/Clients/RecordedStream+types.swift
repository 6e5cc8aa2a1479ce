import CPython

extension Instance where Fields == RecordedStreamFields {
    /// The type for plain streams.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.RecordedStream", fields: RecordedStreamFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: commonSlots + [
                .unary(.iterator) { object in entry { unsafe Borrowed(object.unsafelyUnwrapped).retained() } },
                .unary(.next) { object in unsafe RecordedStream(object.unsafelyUnwrapped).next() },
            ])
    }

    /// The type for asynchronous streams.
    static func makeAsyncType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.RecordedAsyncStream", fields: RecordedStreamFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: commonSlots + [
                .unary(.asyncIterator) { object in entry { unsafe Borrowed(object.unsafelyUnwrapped).retained() } },
                .unary(.asyncNext) { object in
                    entry { () throws(PythonError) in
                        try unsafe RecordedStream(object.unsafelyUnwrapped).asyncNext()
                    }
                },
            ])
    }

    private static var commonSlots: [Slot] {
        [
            .documentation("An iterator whose course is recorded; it behaves as the one that it stands for."),
            .deallocate { unsafe RecordedStream($0.unsafelyUnwrapped).deallocate() },
            .traverse { object, visit, argument in
                guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                return unsafe RecordedStream(object.unsafelyUnwrapped).traverse(visitor)
            },
            .clear { object in
                unsafe RecordedStream(object.unsafelyUnwrapped).clear()
                return 0
            },
            .getAttribute { object, name in
                entry { () throws(PythonError) in
                    let stream = unsafe RecordedStream(object.unsafelyUnwrapped)
                    return try forwardedAttribute(
                        stream.borrowed, Borrowed(argument: name), stream.fields.inner, stream.fields.state)
                }
            },
        ]
    }
}
