import CPython

extension Instance where Fields == TracedAsyncGeneratorFields {
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.TracedAsyncGenerator", fields: TracedAsyncGeneratorFields.self,
            flags: .collected | .noConstructor, in: module,
            slots: [
                .documentation(
                    "An asynchronous generator whose course is recorded; it behaves as the one that it stands for."),
                .deallocate { unsafe TracedAsyncGenerator($0.unsafelyUnwrapped).deallocateTraced() },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    return unsafe TracedAsyncGenerator(object.unsafelyUnwrapped).traverseTraced(visitor)
                },
                .clear { object in
                    unsafe TracedAsyncGenerator(object.unsafelyUnwrapped).clearTraced()
                    return 0
                },
                .getAttribute { object, name in
                    entry(TracedAsyncGenerator.self, object) { generator throws(PythonError) in
                        try forwardedAttribute(
                            generator.borrowed, Borrowed(argument: name), generator.fields.inner,
                            generator.fields.state)
                    }
                },
                .unary(.asyncIterator) { object in entry { Borrowed(argument: object).retained() } },
                .unary(.asyncNext) { object in
                    entry(TracedAsyncGenerator.self, object) { generator throws(PythonError) in
                        try unsafe generator.step(.generatorStep, generator.names.asyncNext, Arguments(nil, 0, nil))
                    }
                },
                .offsets(TracedAsyncGeneratorFields.offsets),
                .methods([
                    .arguments("asend", "The awaitable of a step with a value.") { object, base, count, names in
                        entry(TracedAsyncGenerator.self, object) { generator throws(PythonError) in
                            try unsafe generator.step(
                                .generatorStep, generator.names.asyncSend, Arguments(base, count, names))
                        }
                    },
                    .arguments("athrow", "The awaitable of raising an exception inside.") { object, base, count, names in
                        entry(TracedAsyncGenerator.self, object) { generator throws(PythonError) in
                            try unsafe generator.step(
                                .generatorStep, generator.names.asyncThrow, Arguments(base, count, names))
                        }
                    },
                    .arguments("aclose", "The awaitable of its end.") { object, base, count, names in
                        entry(TracedAsyncGenerator.self, object) { generator throws(PythonError) in
                            try unsafe generator.step(
                                .generatorClose, generator.names.asyncClose, Arguments(base, count, names))
                        }
                    },
                ]),
            ])
    }

    private var names: RecorderNames {
        // Safe: every generator is given its state when it is made, and keeps it until it is freed.
        unsafe fields.state.unsafelyUnwrapped.names.recorder
    }
}
