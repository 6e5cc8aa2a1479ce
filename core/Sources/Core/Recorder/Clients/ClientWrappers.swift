import CPython

/// The functions that stand in for methods of an API client. Each gets what every wrapper gets:
/// `(wrapped, instance, args, kwargs)`.
enum ClientWrappers {
    /// `SyncAPIClient.request`.
    static var request: Method {
        .arguments("record_request", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let call = try WrapperCall(unsafe Arguments(arguments, count, names))
                guard let span = ClientCall.begin(
                    client: call.instance, arguments: call.arguments, keywords: call.keywords, state)
                else { return try call.proceed() }
                var position = SpanPosition(SpanObject(unchecked: span).context, handle: span.retained())
                let isInside = CurrentSpan.exchange(&position, state)
                do throws(PythonError) {
                    let result = try call.proceed()
                    if isInside { CurrentSpan.exchange(&position, state) }
                    position.release()
                    ClientCall.succeed(span, state)
                    return result
                } catch {
                    if isInside { CurrentSpan.exchange(&position, state) }
                    position.release()
                    ClientCall.fail(span, state)
                    throw error
                }
            }
        }
    }

    /// `AsyncAPIClient.request`: the span starts when its coroutine is first awaited.
    static var asyncRequest: Method {
        .arguments("record_async_request", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let call = try WrapperCall(unsafe Arguments(arguments, count, names))
                let coroutine = try call.proceed()
                guard ProcessRecorder.shared(state) != nil else { return coroutine }
                return try RecordedAwaitable.make(call: call, inner: coroutine, state)
            }
        }
    }

    /// `_process_response` of either client: the reply, before an object is made of it.
    static var response: Method {
        .arguments("record_response", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let call = try WrapperCall(unsafe Arguments(arguments, count, names))
                ClientWrappers.recordResponse(of: call, state)
                return try call.proceed()
            }
        }
    }

    private static func recordResponse(of call: WrapperCall, _ state: StateReference) {
        let names = state.names.recorder
        guard let span = CurrentSpan.object(state), SpanObject(unchecked: span).fields.isClientCall,
            let response = call.argument(nil, names.response)
        else { return }
        let retries = call.argument(nil, names.retriesTaken)
        ClientResponse.record(response.borrowed, retries: retries?.borrowed, on: span, state)
        if let stream = call.argument(nil, names.stream), stream.isIdentical(to: Borrowed.true) {
            OpenResponses.add(response.borrowed, span, state)
        }
    }

    /// `Stream.__stream__`: what the program iterates over.
    static var items: Method {
        .arguments("record_items", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                try unsafe ClientWrappers.stream(module, Arguments(arguments, count, names), isAsync: false, ofEvents: false)
            }
        }
    }

    /// `AsyncStream.__stream__`.
    static var asyncItems: Method {
        .arguments("record_async_items", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                try unsafe ClientWrappers.stream(module, Arguments(arguments, count, names), isAsync: true, ofEvents: false)
            }
        }
    }

    /// `Stream._iter_events`: the server-sent events that the items are made of.
    static var events: Method {
        .arguments("record_events", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                try unsafe ClientWrappers.stream(module, Arguments(arguments, count, names), isAsync: false, ofEvents: true)
            }
        }
    }

    /// `AsyncStream._iter_events`.
    static var asyncEvents: Method {
        .arguments("record_async_events", "") { module, arguments, count, names in
            entry { () throws(PythonError) in
                try unsafe ClientWrappers.stream(module, Arguments(arguments, count, names), isAsync: true, ofEvents: true)
            }
        }
    }

    private static func stream(
        _ module: RawObject?, _ arguments: Arguments, isAsync: Bool, ofEvents: Bool
    ) throws(PythonError) -> Owned {
        let state = unsafe StateReference(function: module)
        let call = try WrapperCall(arguments)
        let inner = try call.proceed()
        guard let response = call.instance.quietAttribute(state.names.recorder.response),
            let span = OpenResponses.span(of: response.borrowed, state)
        else { return inner }
        return try RecordedStream.make(inner, span: span, isAsync: isAsync, ofEvents: ofEvents, state)
    }
}
