import CPython
import Journal

/// One request that an API client of the kind that `openai` is built on makes.
///
/// All of that client's requests pass through one method, `request(cast_to, options, *, stream)`. Its
/// references are those of a call that is going on.
@safe struct ClientRequest: ~Escapable {
    let client: Borrowed
    let options: Borrowed?
    /// The reply is to be read in pieces.
    let isStream: Bool
    /// The place in `ClientPackage.all`.
    let package: Int

    @_lifetime(copy client, copy options) init(client: Borrowed, options: Borrowed?, isStream: Bool, package: Int) {
        self.client = client
        self.options = options
        self.isStream = isStream
        self.package = package
    }

    /// From the arguments of `request`, the first of which is the client.
    @_lifetime(copy arguments) init(_ arguments: Arguments, package: Int, _ names: RecorderNames) {
        self.init(
            client: arguments[0], options: arguments.argument(2, names.options),
            isStream: arguments.argument(nil, names.stream)?.isIdentical(to: Borrowed.true) ?? false, package: package)
    }

    /// Starts the span; nil if recording is off.
    func begin(_ state: StateReference) -> Owned? {
        let package = ClientPackage.all[package]
        let values = CurrentSpan.values(state)
        let parent = CallNotes.parent(in: values.borrow())
        guard let span = SpanObject.start(package.span, scope: package.name, kind: 3, below: parent, state) else { return nil }
        if let values = values.borrow(), let recorder = ProcessRecorder.shared(state) {
            CallNotes.record(values, SpanObject(unchecked: span).context, recorder)
        }
        SpanObject(unchecked: span).fields.isClientCall = true
        SpanObject(unchecked: span).fields.isStream = isStream
        return span
    }

    /// Ends the span of a call that returned, unless its reply is still to be read.
    func succeed(_ span: borrowing Owned, _ state: StateReference) {
        record(on: span, built: nil, state)
        let span = SpanObject(unchecked: span)
        if !span.fields.isLeftOpen { span.end(.returned, state) }
    }

    /// Ends the span with the exception that is set, which stays set; what the server replied, if
    /// that is what the exception is about, is recorded too.
    func fail(_ span: borrowing Owned, _ state: StateReference) {
        let exception = SavedException()
        record(on: span, built: nil, state)
        exception.with { error in
            if let response = error.quietAttribute(state.names.recorder.response), !response.isNone {
                ClientResponse.record(response.borrow(), retries: nil, on: span, state)
            }
        }
        exception.restore()
        SpanObject(unchecked: span).endWithError(state)
    }

    /// Records what is asked for, if it was not yet. The client makes a request of the options for each
    /// attempt; before the first they may still hold what can be read once only.
    ///
    /// - Parameter built: the HTTP request, if the call came that far.
    func record(on owner: borrowing Owned, built: Borrowed?, _ state: StateReference) {
        let names = state.names.recorder
        let span = SpanObject(unchecked: owner)
        guard !span.fields.isRequestRecorded else { return }
        span.fields.isRequestRecorded = true
        let isStream = span.fields.isStream
        span.record({ $0.request }, state) { json, mode in
            json.beginObject()
            if let options {
                write("method", options.quietAttribute(names.method), to: &json)
                write("url", options.quietAttribute(names.url), to: &json, isAddress: true)
            }
            write("base_url", ClientAddress.base(of: client, names), to: &json, isAddress: true)
            json.writeMember("stream") { json in json.write(isStream ? Borrowed.true : Borrowed.false) }
            if let options {
                if case .full = mode {
                    writePayload(of: options, to: &json, names)
                    writeSize(of: built, to: &json, names)
                } else {
                    writeModel(of: options, to: &json, names)
                }
            }
            json.endObject()
        }
    }

    private func write(_ key: StaticString, _ value: consuming Owned?, to json: inout JSONCapture, isAddress: Bool = false) {
        guard let value, value.isText else { return }
        let text = value.borrow()
        json.writeMember(key) { json in
            if isAddress { json.writeAddress(text) } else { json.writeText(text) }
        }
    }
}
