import CPython
import Journal

/// One request that an API client of the kind that `openai` is built on makes.
///
/// All of that client's requests pass through one method, `request(cast_to, options, *, stream)`, and
/// all replies through another, `_process_response(*, response, stream, retries_taken)`.
enum ClientCall {
    /// Starts the span and records what is asked for; nil if recording is off.
    static func begin(
        client: Borrowed, arguments: Borrowed, keywords: Borrowed, _ state: StateReference
    ) -> Owned? {
        guard let span = SpanObject.start("openai.request", scope: "openai", kind: 3, state) else { return nil }
        SpanObject(unchecked: span).fields.isClientCall = true
        let names = state.names.recorder
        let givenOptions = argument(arguments, keywords, 1, names.options)
        let givenStream = argument(arguments, keywords, nil, names.stream)
        let options = givenOptions.borrowed, stream = givenStream.borrowed
        SpanObject(unchecked: span).record({ $0.request }, state) { capture, mode in
            capture.buffer.append("{")
            if let options {
                writeText("method", options.quietAttribute(names.method), to: &capture)
                writeText("url", options.quietAttribute(names.url), to: &capture, isAddress: true)
            }
            writeText("base_url", client.quietAttribute(names.baseURL)?.optionalText(), to: &capture, isAddress: true)
            capture.buffer.append(#""stream":"#)
            capture.write(stream ?? .false)
            if let options {
                if mode == .full { writeBody(of: options, to: &capture, names) } else { writeModel(of: options, to: &capture, names) }
            }
            capture.buffer.append("}")
        }
        return span
    }

    private static func writeText(
        _ key: StaticString, _ value: consuming Owned?, to capture: inout JSONCapture, isAddress: Bool = false
    ) {
        guard let value, value.isText else { return }
        capture.buffer.append(#"""#)
        capture.buffer.append(key)
        capture.buffer.append(#"":"#)
        if isAddress { capture.writeAddress(value.borrowed) } else { capture.writeText(value.borrowed) }
        capture.buffer.append(",")
    }

    /// Of the body only what is asked for, which says nothing of what was said.
    private static func writeModel(of options: Borrowed, to capture: inout JSONCapture, _ names: RecorderNames) {
        guard let body = options.quietAttribute(names.jsonData), body.isDictionary,
            // Safe: borrowed from the dictionary, and given a count at once.
            let found = unsafe PyDict_GetItemWithError(body.raw, names.model.raw)
        else { return PythonError.clear() }
        let model = unsafe Borrowed(found).retained()
        guard model.isText else { return }
        capture.buffer.append(#","body":{"model":"#)
        capture.writeText(model.borrowed)
        capture.buffer.append("}")
    }

    /// What is sent: the body, and what the program asked to add to it, which wins where both
    /// have a key, as the client itself does it.
    private static func writeBody(of options: Borrowed, to capture: inout JSONCapture, _ names: RecorderNames) {
        let body = options.quietAttribute(names.jsonData)
        let extra = options.quietAttribute(names.extraJSON)
        capture.buffer.append(#","body":"#)
        if let extra = extra.borrowed, extra.isDictionary {
            if let body = body.borrowed, body.isDictionary, let merged = merge(body, extra) {
                capture.write(merged.borrowed)
            } else {
                capture.write(extra)
            }
        } else {
            capture.write(body.borrowed ?? .none)
        }
    }

    private static func merge(_ body: Borrowed, _ extra: Borrowed) -> Owned? {
        // Safe: both are dictionaries; a new one, or null.
        guard let copy = unsafe PyDict_Copy(body.raw) else {
            PythonError.clear()
            return nil
        }
        let merged = unsafe Owned(stealing: copy)
        if unsafe PyDict_Update(merged.raw, extra.raw) != 0 { PythonError.clear() }
        return merged
    }

    /// An argument by place or name; nil if it was not given.
    static func argument(_ arguments: Borrowed, _ keywords: Borrowed, _ index: Int?, _ name: Interned) -> Owned? {
        // Safe: a tuple and a dictionary; the results are borrowed and get counts of their own at once.
        if let index, index < (unsafe martlet_tuple_count(arguments.raw)) {
            return unsafe Borrowed(martlet_tuple_item(arguments.raw, index)).retained()
        }
        guard let found = unsafe PyDict_GetItemWithError(keywords.raw, name.raw) else {
            PythonError.clear()
            return nil
        }
        return unsafe Borrowed(found).retained()
    }

    /// Ends the span with the exception that is set, which stays set; what the server replied, if
    /// that is what the exception is about, is recorded too.
    static func fail(_ span: borrowing Owned, _ state: StateReference) {
        let exception = SavedException()
        exception.with { error in
            if let response = error.quietAttribute(state.names.recorder.response), !response.isNone {
                ClientResponse.record(response.borrowed, retries: nil, on: span, state)
            }
        }
        exception.restore()
        SpanObject(unchecked: span).endWithError(state)
    }

    /// Ends the span of a call that returned, unless a stream is still to be read.
    static func succeed(_ span: borrowing Owned, _ state: StateReference) {
        let span = SpanObject(unchecked: span)
        if !span.fields.isLeftOpen { span.end(.returned, state) }
    }
}
