import CPython
import Journal

/// The memory of a method of an API client whose calls are recorded.
@safe struct ClientMethodFields: FunctionStandInFields {
    /// The list of weak references, kept by CPython. At offset 0.
    var weakReferences: UnsafeMutableRawPointer?
    /// The function that a vectorcall of the object calls. At offset 8.
    var vectorcall: TypeReference.Vectorcall?
    /// The package's own function.
    var wrapped: Field
    var role: ClientRole
    /// The place in `ClientPackage.all`.
    var package: Int
    var state: StateReference?

    @safe static var offsets: [Offset] {
        [.weakReferences(Instance<ClientMethodFields>.offset(0)), .vectorcall(Instance<ClientMethodFields>.offset(8))]
    }
}

/// A borrowed reference to a method of an API client that stands in a class in the place of the
/// package's own function. To whoever looks at it it is that function: see `getAttribute`.
typealias ClientMethod = Instance<ClientMethodFields>

extension Instance where Fields == ClientMethodFields {
    /// One that stands for `wrapped`, a function.
    static func make(
        _ wrapped: Borrowed, _ role: ClientRole, _ package: Int, _ state: StateReference
    ) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.clientMethodType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        let method = ClientMethod(unchecked: object)
        // Safe: a function of ours, which lives as long as the extension.
        unsafe method.fields.vectorcall = clientMethodVectorcall
        method.fields.wrapped.initialize(wrapped.retained())
        method.fields.role = role
        method.fields.package = package
        method.fields.state = state
        state.retain()
        return object
    }

    /// A call, whose first argument is the client or the stream.
    func call(_ arguments: Arguments) throws(PythonError) -> Owned {
        guard let wrapped = fields.wrapped.retained(), let state = fields.state else {
            throw PythonError.raise(.runtimeError, "the function is gone")
        }
        // A call that the writing of a value makes is not the program's.
        guard arguments.count > 0, !Capturing.isActive, ProcessRecorder.shared(state) != nil else {
            if case .noted = fields.role { return try stripped(wrapped, arguments, state) }
            if case .asyncNoted = fields.role { return try stripped(wrapped, arguments, state) }
            return try wrapped.call(arguments)
        }
        switch fields.role {
        case .request: return try request(wrapped, arguments, state)
        case .asyncRequest:
            let coroutine = try wrapped.call(arguments)
            let request = ClientRequest(arguments, package: fields.package, state.names.recorder)
            return try RecordedAwaitable.make(call: request, inner: coroutine, state)
        case .buildRequest:
            let built = try wrapped.call(arguments)
            built.lend { noteRequest(arguments, $0, state) }
            return built
        case .response:
            noteResponse(arguments, isAsync: false, state)
            return try wrapped.call(arguments)
        case .asyncResponse:
            noteResponse(arguments, isAsync: true, state)
            return try wrapped.call(arguments)
        case .items: return try stream(wrapped, arguments, .items, isAsync: false, state)
        case .asyncItems: return try stream(wrapped, arguments, .items, isAsync: true, state)
        case .events: return try stream(wrapped, arguments, .events, isAsync: false, state)
        case .noted: return try noted(wrapped, arguments, isAsync: false, state)
        case .asyncNoted: return try noted(wrapped, arguments, isAsync: true, state)
        case .asyncEvents: return try stream(wrapped, arguments, .events, isAsync: true, state)
        }
    }

    private func request(
        _ wrapped: borrowing Owned, _ arguments: Arguments, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let request = ClientRequest(arguments, package: fields.package, state.names.recorder)
        guard let span = request.begin(state) else { return try wrapped.call(arguments) }
        var position = SpanPosition(SpanObject(unchecked: span).context, handle: span.retained())
        let isInside = CurrentSpan.exchange(&position, state)
        do throws(PythonError) {
            let result = try wrapped.call(arguments)
            if isInside { CurrentSpan.exchange(&position, state) }
            position.release()
            request.succeed(span, state)
            return result
        } catch {
            if isInside { CurrentSpan.exchange(&position, state) }
            position.release()
            request.fail(span, state)
            throw error
        }
    }

    /// The HTTP request is made: what is sent is settled.
    private func noteRequest(_ arguments: Arguments, _ built: Borrowed, _ state: StateReference) {
        guard let span = currentCall(state) else { return }
        let options = arguments.argument(1, state.names.recorder.options)
        ClientRequest(client: arguments[0], options: options, isStream: false, package: fields.package)
            .record(on: span, built: built, state)
    }

    /// The reply is there, before an object is made of it.
    private func noteResponse(_ arguments: Arguments, isAsync: Bool, _ state: StateReference) {
        let names = state.names.recorder
        guard let span = currentCall(state), let response = arguments.argument(nil, names.response) else { return }
        ClientResponse.record(response, retries: arguments.argument(nil, names.retriesTaken), on: span, state)
        // What was not read yet is recorded as the program reads it.
        let isStream = SpanObject(unchecked: span).fields.isStream
        if isStream || response.quietAttribute(names.content) == nil {
            RecordedBody.attach(to: response, span, isAsync: isAsync, state)
        }
    }

    /// The current span, if it is that of a client's call.
    private func currentCall(_ state: StateReference) -> Owned? {
        guard let span = CurrentSpan.object(state), SpanObject(unchecked: span).fields.isClientCall else { return nil }
        return span
    }

    private func stream(
        _ wrapped: borrowing Owned, _ arguments: Arguments, _ role: StreamRole, isAsync: Bool, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let inner = try wrapped.call(arguments)
        guard let response = arguments[0].quietAttribute(state.names.recorder.response),
            let span = RecordedBody.span(of: response.borrow(), state)
        else { return inner }
        return try RecordedStream.make(inner, role, span: span, isAsync: isAsync, state)
    }
}

/// What a vectorcall of a client's method calls.
private func clientMethodVectorcall(
    _ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?
) -> RawObject? {
    entry(ClientMethod.self, object) { method throws(PythonError) in
        try unsafe method.call(Arguments(base, count, names))
    }
}
