import CPython
import Journal

/// The memory of what stands for the stream of bytes of an HTTP response that was not read yet.
@safe struct RecordedBodyFields {
    /// The list of weak references, kept by CPython. At offset 0.
    var weakReferences: UnsafeMutableRawPointer?
    /// What does the work.
    var inner: Field
    /// The span of the call that the response answers.
    var span: Field
    /// The end of what came, if it may be the beginning of a secret: bytes that are recorded with what comes next.
    var held: Field
    var kind: BodyKind
    /// It is compressed: what is recorded is what the response decodes.
    var isEncoded: Bool
    var isAsync: Bool
    /// How many bytes came, and how many were recorded.
    var size: Int
    var recorded: Int
    var state: StateReference?

    static var offsets: [Offset] { [.weakReferences(Instance<RecordedBodyFields>.offset(0))] }
}

/// A borrowed reference to the stand-in for a response's stream. The response holds it, so it is also the
/// way from a response to the span of its call, and when it goes, nobody can read on.
typealias RecordedBody = Instance<RecordedBodyFields>

extension Instance where Fields == RecordedBodyFields {
    /// Puts one in the place of the response's stream, and leaves the span open until that ends.
    static func attach(to response: Borrowed, _ span: borrowing Owned, isAsync: Bool, _ state: StateReference) {
        let names = state.names.recorder
        let objects = state.pointee.recorder.objects
        guard let inner = response.quietAttribute(names.stream),
            let type = isAsync ? objects.asyncBodyType.retained() : objects.bodyType.retained()
        else { return }
        do throws(PythonError) {
            let object = try TypeReference(unchecked: type).allocate()
            let body = RecordedBody(unchecked: object)
            body.fields.kind = BodyKind(of: response, names)
            body.fields.isEncoded = isEncoded(response, names)
            body.fields.isAsync = isAsync
            body.fields.inner.initialize(inner)
            body.fields.state = state
            state.retain()
            try response.setAttribute(names.stream, object)
            // From here on its end is the end of the call.
            body.fields.span.initialize(span.retained())
            SpanObject(unchecked: span).fields.isLeftOpen = true
            if body.fields.isEncoded { RecordedDecoder.attach(to: response, body: object, state) }
        } catch {
            PythonError.dismiss()
        }
    }

    private static func isEncoded(_ response: Borrowed, _ names: RecorderNames) -> Bool {
        guard let encoding = ClientHeaders(of: response, names)?.value("content-encoding") else { return false }
        return !encoding.spells("identity") && !encoding.spells("")
    }

    /// The span of the call that a response answers; nil for one that was not seen.
    static func span(of response: Borrowed, _ state: StateReference) -> Owned? {
        let objects = state.pointee.recorder.objects
        guard let stream = response.quietAttribute(state.names.recorder.stream), let plain = objects.bodyType.retained(),
            let async = objects.asyncBodyType.retained(),
            stream.isReally(TypeReference(unchecked: plain)) || stream.isReally(TypeReference(unchecked: async))
        else { return nil }
        return RecordedBody(unchecked: stream).fields.span.retained()
    }

    /// Takes note of a piece of the body.
    func note(_ piece: Borrowed, isDecoded: Bool, _ state: StateReference) {
        guard piece.isBytes, let owner = fields.span.retained() else { return }
        let span = SpanObject(unchecked: owner)
        span.touch()
        // Safe: a bytes object does not change, and is alive for the call.
        let count = unsafe martlet_bytes_count(piece.raw)
        if !isDecoded { fields.size &+= count }
        // The events that are made of the bytes are recorded instead, where there are any.
        guard isDecoded == fields.isEncoded, fields.kind.media != nil, !span.fields.recordsEvents, count > 0 else { return }
        let kept = min(count, (ProcessRecorder.shared(state)?.limits.bytes ?? 0) &- fields.recorded)
        guard kept > 0 else { return }
        fields.recorded &+= kept
        unsafe recordPart(UnsafeRawBufferPointer(start: martlet_bytes_text(piece.raw), count: kept), isCut: kept < count, state)
    }

    /// Nothing more comes: records what is left to record; of a body that is not recorded as it is, how much was read.
    func finish(_ state: StateReference) {
        recordHeld(state)
        guard fields.kind.media == nil, let span = fields.span.retained() else { return }
        ClientResponse.recordSize(fields.size, on: SpanObject(unchecked: span), state)
    }

    /// The iterator over the bytes, from that of what does the work.
    func iterate(_ iterator: consuming Owned) throws(PythonError) -> Owned {
        guard let state = fields.state, let span = fields.span.retained() else { return iterator }
        return try RecordedStream.make(
            iterator, .body, span: span, body: retained(), isAsync: fields.isAsync, state)
    }

    /// The response is closed. If it was not read to its end, and not by the client, it was left early.
    func noteClose() {
        guard let state = fields.state, let owner = fields.span.retained() else { return }
        let span = SpanObject(unchecked: owner)
        guard !span.fields.isEnded, !span.fields.isAdvancing else { return }
        if fields.size > 0 { finish(state) }
        span.abandon(state)
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        var status = fields.inner.traverse(visitor)
        if status == 0 { status = fields.span.traverse(visitor) }
        if status == 0 { status = fields.held.traverse(visitor) }
        return status == 0 ? (unsafe visitor.visitType(of: raw)) : status
    }

    func clear() {
        _ = fields.inner.exchange(nil)
        _ = fields.span.exchange(nil)
        _ = fields.held.exchange(nil)
    }

    func deallocate() {
        unsafe Deallocation.untrack(raw)
        if unsafe fields.weakReferences != nil { unsafe Deallocation.clearWeakReferences(raw) }
        let exception = SavedException()
        if let state = fields.state {
            if let span = fields.span.retained() {
                recordHeld(state)
                SpanObject(unchecked: span).abandon(state)
            }
            clear()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}
