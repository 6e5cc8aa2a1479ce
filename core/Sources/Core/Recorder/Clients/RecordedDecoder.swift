import CPython
import Journal

/// The memory of what stands for the decoder of a response whose body is compressed.
struct RecordedDecoderFields {
    /// What does the work.
    var inner: Field
    /// The response's stream.
    var body: Field
    var state: StateReference?
}

typealias RecordedDecoder = Instance<RecordedDecoderFields>

extension Instance where Fields == RecordedDecoderFields {
    /// Puts one in the place of the response's decoder, which the response makes for it.
    static func attach(to response: Borrowed, body: borrowing Owned, _ state: StateReference) {
        let names = state.names.recorder
        guard let type = state.pointee.recorder.objects.decoderType.retained() else { return }
        do throws(PythonError) {
            guard let make = try response.optionalAttribute(names.makeDecoder) else { return }
            let inner = try make.call()
            let object = try TypeReference(unchecked: type).allocate()
            let decoder = RecordedDecoder(unchecked: object)
            decoder.fields.inner.initialize(inner)
            decoder.fields.body.initialize(body.retained())
            decoder.fields.state = state
            state.retain()
            try response.setAttribute(names.decoder, object)
        } catch {
            PythonError.dismiss()
        }
    }

    /// What the decoder made: bytes, or, in newer versions, several of them one after the other.
    private func note(_ result: consuming Owned) throws(PythonError) -> Owned {
        guard let state = fields.state, let owner = fields.body.retained() else { return result }
        let body = RecordedBody(unchecked: owner)
        if result.isBytes {
            body.note(result.borrow(), isDecoded: true, state)
            return result
        }
        guard let span = body.fields.span.retained() else { return result }
        // Safe: a new reference or null.
        let iterator = try unsafe Owned(PyObject_GetIter(result.raw))
        return try RecordedStream.make(iterator, .decoded, span: span, body: owner, isAsync: false, state)
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.RecordedDecoder", fields: RecordedDecoderFields.self, flags: .collected | .noConstructor,
            in: module,
            slots: [
                .documentation("The decoder of a response, whose output is recorded; it behaves as the one that it stands for."),
                .deallocate { unsafe RecordedDecoder($0.unsafelyUnwrapped).deallocate() },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let decoder = unsafe RecordedDecoder(object.unsafelyUnwrapped)
                    var status = decoder.fields.inner.traverse(visitor)
                    if status == 0 { status = decoder.fields.body.traverse(visitor) }
                    return unsafe status == 0 ? visitor.visitType(of: decoder.raw) : status
                },
                .clear { object in
                    unsafe RecordedDecoder(object.unsafelyUnwrapped).clear()
                    return 0
                },
                .getAttribute { object, name in
                    entry(RecordedDecoder.self, object) { decoder throws(PythonError) in
                        try forwardedAttribute(
                            decoder.borrow(), Borrowed(argument: name), decoder.fields.inner, decoder.fields.state)
                    }
                },
                .methods([
                    .oneArgument("decode", "Decodes some bytes.") { object, data in
                        entry(RecordedDecoder.self, object) { decoder throws(PythonError) in
                            let names = try StateReference(type: decoder.type).names.recorder
                            return try decoder.note(decoder.inner().callMethod(names.decode, Borrowed(argument: data)))
                        }
                    },
                    .noArguments("flush", "Gives what is left.") { object, _ in
                        entry(RecordedDecoder.self, object) { decoder throws(PythonError) in
                            let names = try StateReference(type: decoder.type).names.recorder
                            return try decoder.note(decoder.inner().callMethod(names.flush))
                        }
                    },
                ]),
            ])
    }

    private func inner() throws(PythonError) -> Owned {
        guard let inner = fields.inner.retained() else { throw PythonError.raise(.runtimeError, "the decoder is gone") }
        return inner
    }

    private func clear() {
        _ = fields.inner.exchange(nil)
        _ = fields.body.exchange(nil)
    }

    private func deallocate() {
        unsafe Deallocation.untrack(raw)
        let exception = SavedException()
        clear()
        exception.restore()
        let state = fields.state
        unsafe Deallocation.free(raw)
        state?.release()
    }
}
