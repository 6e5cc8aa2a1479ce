import CPython

/// The memory of an awaitable that is done when it is made.
struct ReadyAwaitableFields {
    var value: Field
}

typealias ReadyAwaitable = Instance<ReadyAwaitableFields>

extension Instance where Fields == ReadyAwaitableFields {
    static func make(_ value: consuming Owned, _ state: StateReference?) throws(PythonError) -> Owned {
        guard let type = state?.pointee.recorder.objects.readyType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        ReadyAwaitable(unchecked: object).fields.value.initialize(value)
        return object
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.ReadyAwaitable", fields: ReadyAwaitableFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: [
                .deallocate { object in
                    let ready = unsafe ReadyAwaitable(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(ready.raw)
                    _ = ready.fields.value.exchange(nil)
                    unsafe Deallocation.free(ready.raw)
                },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let ready = unsafe ReadyAwaitable(object.unsafelyUnwrapped)
                    let status = ready.fields.value.traverse(visitor)
                    return unsafe status == 0 ? visitor.visitType(of: ready.raw) : status
                },
                .clear { object in
                    _ = unsafe ReadyAwaitable(object.unsafelyUnwrapped).fields.value.exchange(nil)
                    return 0
                },
                .unary(.await) { object in entry { unsafe Borrowed(object.unsafelyUnwrapped).retained() } },
                .unary(.iterator) { object in entry { unsafe Borrowed(object.unsafelyUnwrapped).retained() } },
                .unary(.next) { object in
                    entry { () throws(PythonError) in
                        let value = unsafe ReadyAwaitable(object.unsafelyUnwrapped).fields.value.exchange(nil)
                        return try Step.returned(value ?? .none).asMethodResult()
                    }
                },
            ])
    }
}
