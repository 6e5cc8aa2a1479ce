import CPython
import Journal

/// Writes what happens to one span. None of this raises, and none may be called with an exception
/// set, except where it says so.
struct SpanWriter {
    let context: SpanContext
    let capture: Capture
    let recorder: ProcessRecorder
    let state: StateReference

    /// Records JSON that `body` writes.
    func record(_ key: NameID, _ body: (inout JSONCapture) -> Void) {
        var json = JSONCapture(state)
        Capturing.quietly { body(&json) }
        record(key, json)
    }

    /// Records JSON that was written before; as of now, or of a time on the record clock.
    func record(_ key: NameID, _ json: borrowing JSONCapture, at time: UInt64? = nil) {
        let isCut = json.isCut
        json.buffer.withBytes { bytes in
            unsafe recorder.writer.writePayload(bytes, key: key, media: .json, of: context, isCut: isCut, at: time)
        }
    }

    /// Records a value as JSON.
    func record(_ key: NameID, _ value: Borrowed) {
        record(key) { json in json.write(value) }
    }

    /// Ends the span with a result, which is recorded if payloads are. Writing it does not count as its time.
    func end(with outcome: SpanOutcome, result: Borrowed) {
        guard case .full = capture else { return recorder.writer.endSpan(context, outcome) }
        let time = JournalWriter.now
        var json = JSONCapture(state)
        Capturing.quietly { json.write(result) }
        record(recorder.keys.result, json, at: time)
        recorder.writer.endSpan(context, outcome, at: time)
    }

    /// Records the exception that is set, and ends the span as it says. The exception stays set.
    func endWithError() {
        let exception = SavedException()
        exception.with { error in end(with: error) }
        exception.restore()
    }

    /// Records an exception, and ends the span as it says.
    func end(with error: Borrowed) {
        let time = JournalWriter.now
        recordError(error)
        recorder.writer.endSpan(context, outcome(of: error), at: time)
    }

    /// Records an exception: `{"type", "message", "status"?, "request_id"?}`.
    func recordError(_ error: Borrowed) {
        record(recorder.keys.error) { json in
            json.buffer.append(#"{"type":"#)
            json.writeTypeName(of: error)
            if case .full = capture { json.writeMessage(of: error, limit: 64 * 1024) }
            // Exceptions of API clients carry these.
            if let status = error.quietAttribute(state.names.recorder.statusCode), status.isInteger {
                json.buffer.append(#","status":"#)
                json.write(status.borrow())
            }
            if let request = error.quietAttribute(state.names.recorder.requestID), request.isText {
                json.buffer.append(#","request_id":"#)
                json.writeText(request.borrow())
            }
            json.buffer.append("}")
        }
    }

    /// How a span ended that an exception left: cancellation and the end of a generator are no errors.
    private func outcome(of error: Borrowed) -> SpanOutcome {
        if error.isReally(TypeReference(unchecked: ExceptionType.generatorExit)) { return .abandoned }
        return isCancellation(error.type.retained()) ? .cancelled : .raised
    }

    /// What asyncio and trio throw into a task that is to end. By name, so that neither is imported for a program that
    /// does not use it.
    private func isCancellation(_ type: consuming Owned) -> Bool {
        guard let name = type.quietAttribute(state.names.qualname), name.isText,
            let module = type.quietAttribute(state.names.module), module.isText
        else { return false }
        return name.spells("CancelledError") && module.spells("asyncio.exceptions")
            || name.spells("Cancelled") && module.spells("trio")
    }
}
