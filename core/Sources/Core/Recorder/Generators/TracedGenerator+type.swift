import CPython

extension Instance where Fields == TracedGeneratorFields {
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.TracedGenerator", fields: TracedGeneratorFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: [
                .documentation("A generator whose course is recorded; it behaves as the one that it stands for."),
                .deallocate { unsafe TracedGenerator($0.unsafelyUnwrapped).deallocateTraced() },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    return unsafe TracedGenerator(object.unsafelyUnwrapped).traverseTraced(visitor)
                },
                .clear { object in
                    unsafe TracedGenerator(object.unsafelyUnwrapped).clearTraced()
                    return 0
                },
                .getAttribute { object, name in
                    entry(TracedGenerator.self, object) { generator throws(PythonError) in
                        try forwardedAttribute(
                            generator.borrowed, Borrowed(argument: name), generator.fields.inner,
                            generator.fields.state)
                    }
                },
                .unary(.iterator) { object in entry { Borrowed(argument: object).retained() } },
                .unary(.next) { object in unsafe TracedGenerator(object.unsafelyUnwrapped).next() },
                .send { object, value, result in
                    unsafe TracedGenerator(object.unsafelyUnwrapped)
                        .sending(Borrowed(optional: value) ?? .none).store(in: result.unsafelyUnwrapped)
                },
                .offsets(TracedGeneratorFields.offsets),
                .methods([
                    .oneArgument("send", "Advances the generator with a value.") { object, value in
                        entry(TracedGenerator.self, object) { generator throws(PythonError) in
                            try generator.sending(Borrowed(argument: value)).asMethodResult()
                        }
                    },
                    .arguments("throw", "Raises an exception where the generator waits.") { object, base, count, names in
                        entry(TracedGenerator.self, object) { generator throws(PythonError) in
                            let arguments = unsafe Arguments(base, count, names)
                            return try generator.advance { inner, state in
                                Step.throwing(arguments, into: inner, state)
                            }.asMethodResult()
                        }
                    },
                    .noArguments("close", "Ends the generator where it waits.") { object, _ in
                        entry(TracedGenerator.self, object) { generator throws(PythonError) in try generator.close() }
                    },
                ]),
            ])
    }

    private func sending(_ value: Borrowed) -> Step {
        advance { inner, _ in Step.sending(value, to: inner) }
    }
}
