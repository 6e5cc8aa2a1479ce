import CPython

/// `MISSING`: stands for the absence of a value where `None` is one. There is one of it.
enum Missing {
    private struct MissingFields {}

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.patches._MissingType", fields: MissingFields.self, flags: .base, in: module,
            slots: [
                .documentation("The type of MISSING, which stands for the absence of a value where None is one."),
                .new { type, _, _ in
                    entry { () throws(PythonError) in
                        let type = unsafe TypeReference(type.unsafelyUnwrapped)
                        let state = try StateReference(type: type)
                        if let missing = state.pointee.objects.missing.retained() { return missing }
                        let missing = try type.allocate()
                        _ = state.pointee.objects.missing.exchange(missing.retained())
                        return missing
                    }
                },
                .deallocate { object in unsafe Deallocation.free(object.unsafelyUnwrapped) },
                .unary(.representation) { _ in entry { () throws(PythonError) in try .text("<martlet.MISSING>") } },
                .methods([
                    .noArguments("__reduce__", "Copies and unpickles as itself.") { object, _ in
                        entry { () throws(PythonError) in
                            try .tuple(Borrowed(argument: object).type.retained(), .emptyTuple())
                        }
                    }
                ]),
            ])
    }
}
