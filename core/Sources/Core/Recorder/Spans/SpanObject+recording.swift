import CPython
import Journal

// What a span records. None of this raises, and none may be called with an exception set, except
// where it says so.

extension Instance where Fields == SpanFields {
    /// Starts a span below the current one; nil if recording is off or there is no memory for a handle.
    static func start(_ name: StaticString, scope: StaticString, kind: UInt8, _ state: StateReference) -> Owned? {
        guard let recorder = ProcessRecorder.shared(state) else { return nil }
        return start(recorder.writer.intern(name), scope: recorder.writer.intern(scope), kind, recorder, state)
    }

    /// The same with a name that the program gives, a string.
    static func start(named name: Borrowed, kind: UInt8, _ state: StateReference) -> Owned? {
        guard let recorder = ProcessRecorder.shared(state) else { return nil }
        return start(name.withUTF8 { unsafe recorder.writer.intern($0) }, scope: .none, kind, recorder, state)
    }

    private static func start(
        _ name: NameID, scope: NameID, _ kind: UInt8, _ recorder: ProcessRecorder, _ state: StateReference
    ) -> Owned? {
        let parent = CurrentSpan.context(state)
        let context = recorder.writer.startSpan(name: name, scope: scope, kind: kind, parent: parent)
        do throws(PythonError) { return try make(context, state) } catch {
            PythonError.clear()
            recorder.writer.endSpan(context, .abandoned)
            return nil
        }
    }

    /// Ends the span, unless it is ended already.
    func end(_ outcome: SpanOutcome, _ state: StateReference) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state) else { return }
        fields.isEnded = true
        recorder.writer.endSpan(context, outcome)
    }

    /// Records JSON that `body` writes.
    func record(
        _ key: (PayloadKeys) -> NameID, _ state: StateReference,
        _ body: (inout JSONCapture, Capture) -> Void
    ) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state) else { return }
        var capture = JSONCapture(state)
        body(&capture, recorder.capture)
        let context = context, isCut = capture.isCut
        capture.buffer.withBytes { bytes in
            unsafe recorder.writer.writePayload(
                bytes, key: key(recorder.keys), media: .json, of: context, isCut: isCut)
        }
    }

    /// Records bytes as they are, if payloads are captured.
    func record(
        _ key: (PayloadKeys) -> NameID, _ media: MediaType, _ bytes: UnsafeRawBufferPointer, _ state: StateReference
    ) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state), recorder.capture == .full else { return }
        unsafe recorder.writer.writePayload(bytes, key: key(recorder.keys), media: media, of: context)
    }

    /// Records the exception that is set, and ends the span as it says. The exception stays set.
    func endWithError(_ state: StateReference) {
        let exception = SavedException()
        exception.with { error in end(with: error, state) }
        exception.restore()
    }

    /// Records an exception, and ends the span as it says. None may be set.
    func end(with error: Borrowed, _ state: StateReference) {
        recordError(error, state)
        end(outcome(of: error, state), state)
    }

    /// Records an exception: `{"type", "message", "status"?, "request_id"?}`.
    private func recordError(_ error: Borrowed, _ state: StateReference) {
        record({ $0.error }, state) { capture, mode in
            capture.buffer.append(#"{"type":"#)
            capture.writeTypeName(of: error)
            if mode == .full, let message = error.optionalText() {
                capture.buffer.append(#","message":"#)
                capture.writeText(message.borrowed, limit: 64 * 1024)
            }
            // Exceptions of API clients carry these.
            if let status = error.quietAttribute(state.names.recorder.statusCode), status.isInteger {
                capture.buffer.append(#","status":"#)
                capture.write(status.borrowed)
            }
            if let request = error.quietAttribute(state.names.recorder.requestID), request.isText {
                capture.buffer.append(#","request_id":"#)
                capture.writeText(request.borrowed)
            }
            capture.buffer.append("}")
        }
    }

    /// How a span ended that an exception left: cancellation and the end of a generator are no errors.
    private func outcome(of error: Borrowed, _ state: StateReference) -> SpanOutcome {
        if error.isReally(TypeReference(unchecked: ExceptionType.generatorExit)) { return .abandoned }
        let type = error.type.retained()
        // By name, so that asyncio is not imported for a program that does not use it.
        if let name = type.quietAttribute(state.names.qualname), name.isText, name.spells("CancelledError"),
            let module = type.quietAttribute(state.names.module), module.isText, module.spells("asyncio.exceptions")
        {
            return .cancelled
        }
        return .raised
    }
}
