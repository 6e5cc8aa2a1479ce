import CPython

/// The memory of a callable that calls another with the notes of a call in force: what a helper of the
/// client keeps, to make its request when its block is entered.
struct NotedCallFields {
    var inner: Field
    var notes: Field
    var state: StateReference?
}

typealias NotedCall = Instance<NotedCallFields>

extension Instance where Fields == NotedCallFields {
    /// Lets what `manager`, a helper's block, will call be called with the notes.
    static func attach(to manager: Borrowed, notes: borrowing Owned, _ state: StateReference) {
        guard let type = state.pointee.recorder.objects.notedCallType.retained(),
            let fields = manager.quietAttribute(state.names.dict), fields.isDictionary
        else { return }
        var position = 0
        var key: RawObject?
        var value: RawObject?
        // Safe: both references are borrowed from the dictionary, which nothing changes meanwhile.
        while unsafe PyDict_Next(fields.raw, &position, &key, &value) != 0 {
            guard let rawKey = unsafe key, let rawValue = unsafe value else { break }
            let name = unsafe Borrowed(rawKey).retained(), call = unsafe Borrowed(rawValue).retained()
            guard name.isText, call.isCallable, isRequest(name) else { continue }
            do throws(PythonError) {
                let object = try TypeReference(unchecked: type).allocate()
                NotedCall(unchecked: object).fields.inner.initialize(call)
                NotedCall(unchecked: object).fields.notes.initialize(notes.retained())
                NotedCall(unchecked: object).fields.state = state
                state.retain()
                return try manager.setAttribute(name, object)
            } catch {
                return PythonError.dismiss()
            }
        }
    }

    /// `_ChatCompletionStreamManager__api_request` and the like.
    private static func isRequest(_ name: borrowing Owned) -> Bool {
        let ending: StaticString = "__api_request"
        return name.withUTF8 { text in
            let start = text.count &- ending.utf8CodeUnitCount
            guard start >= 0 else { return false }
            // Safe: both have that many bytes.
            for index in 0..<ending.utf8CodeUnitCount where unsafe text[start + index] != ending.utf8Start[index] { return false }
            return true
        }
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.NotedCall", fields: NotedCallFields.self, flags: .collected | .noConstructor, in: module,
            slots: [
                .documentation("A callable that calls another with the notes of a call in force."),
                .call { object, arguments, named in
                    entry(NotedCall.self, object) { call throws(PythonError) in
                        guard let state = call.fields.state, let inner = call.fields.inner.retained() else {
                            throw PythonError.raise(.runtimeError, "the call is gone")
                        }
                        var values = Field()
                        if let notes = call.fields.notes.retained() { values.initialize(notes) }
                        let isSet = CurrentSpan.exchange(values: &values, state)
                        defer {
                            if isSet { CurrentSpan.exchange(values: &values, state) }
                            _ = values.exchange(nil)
                        }
                        return try unsafe inner.call(tuple: Borrowed(argument: arguments), keywords: Borrowed(optional: named))
                    }
                },
                .deallocate { object in
                    let call = unsafe NotedCall(object.unsafelyUnwrapped)
                    unsafe Deallocation.untrack(call.raw)
                    let exception = SavedException()
                    call.clear()
                    exception.restore()
                    let state = call.fields.state
                    unsafe Deallocation.free(call.raw)
                    state?.release()
                },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let call = unsafe NotedCall(object.unsafelyUnwrapped)
                    let status = call.fields.inner.traverse(visitor)
                    return unsafe status == 0 ? visitor.visitType(of: call.raw) : status
                },
                .clear { object in
                    unsafe NotedCall(object.unsafelyUnwrapped).clear()
                    return 0
                },
                .getAttribute { object, name in
                    entry(NotedCall.self, object) { call throws(PythonError) in
                        try forwardedAttribute(
                            call.borrowed, Borrowed(argument: name), call.fields.inner, call.fields.state)
                    }
                },
            ])
    }

    private func clear() {
        _ = fields.inner.exchange(nil)
        _ = fields.notes.exchange(nil)
    }
}
