import CPython

/// Adds the recorder's types and functions to the module, when it is executed.
func addRecorder(to module: Borrowed, state: StateReference) throws(PythonError) {
    // Safe: the name is static; a new reference or null.
    let currentSpan = try unsafe Owned(PyContextVar_New("martlet_current_span", nil))
    _ = state.pointee.recorder.objects.currentSpan.exchange(currentSpan)
    _ = state.pointee.recorder.objects.clientHooks.exchange(try Owned.dictionary())
    _ = state.pointee.recorder.objects.clientMethodType.exchange(try ClientMethod.makeType(in: module))
    _ = state.pointee.recorder.objects.bodyType.exchange(try RecordedBody.makeType(in: module))
    _ = state.pointee.recorder.objects.asyncBodyType.exchange(try RecordedBody.makeAsyncType(in: module))
    _ = state.pointee.recorder.objects.notedCallType.exchange(try NotedCall.makeType(in: module))
    _ = state.pointee.recorder.objects.decoderType.exchange(try RecordedDecoder.makeType(in: module))
    _ = state.pointee.recorder.objects.holderType.exchange(try ContextHolder.makeType(in: module))
    _ = state.pointee.recorder.objects.scopeType.exchange(try SpanScope.makeType(in: module))
    _ = state.pointee.recorder.objects.readyType.exchange(try ReadyAwaitable.makeType(in: module))
    _ = state.pointee.recorder.objects.awaitableType.exchange(try RecordedAwaitable.makeType(in: module))
    _ = state.pointee.recorder.objects.streamType.exchange(try RecordedStream.makeType(in: module))
    _ = state.pointee.recorder.objects.asyncStreamType.exchange(try RecordedStream.makeAsyncType(in: module))
    _ = state.pointee.recorder.objects.generatorType.exchange(try TracedGenerator.makeType(in: module))
    _ = state.pointee.recorder.objects.asyncGeneratorType.exchange(try TracedAsyncGenerator.makeType(in: module))
    _ = state.pointee.recorder.objects.tracedFunctionType.exchange(try Traced.makeFunctionType(in: module))
    _ = state.pointee.recorder.objects.tracedCallableType.exchange(try Traced.makeCallableType(in: module))
    _ = state.pointee.recorder.objects.traceDecoratorType.exchange(try TraceDecorator.makeType(in: module))
    _ = state.pointee.recorder.objects.contextScopeType.exchange(try ContextScope.makeType(in: module))
    _ = state.pointee.recorder.objects.tracePatchType.exchange(try TracePatch.makeType(in: module))
    try module.add(functions: Instrumentation.functions + spanFunctions
            + [TraceFunction.method, ClientPatches.acceptNotes, ContextValues.method, MaskFunction.method, TraceReport.method, RunFunction.method]
            + PropagationFunctions.functions)
    ConfigurationLoader.load(state)
    try module.add(type: SpanObject.makeType(in: module), "Span", to: &state.pointee.recorder.objects.spanType)
}

private var spanFunctions: [Method] {
    [
        .arguments(
            "span",
            """
            span(name, /, **attributes)
            --

            A context manager, plain and asynchronous, that records its block as a span below the current one.
            Attributes are recorded as JSON. Entering gives the span's handle, or None if recording is off.
            """
        ) { module, arguments, count, names in
            entry { () throws(PythonError) in
                try unsafe SpanScope.make(Arguments(arguments, count, names), in: Borrowed(module.unsafelyUnwrapped))
            }
        },
        .noArguments(
            "current_span", "current_span()\n--\n\nThe handle of the span that this code runs in, or None."
        ) { module, _ in
            entry { CurrentSpan.object(unsafe StateReference(function: module)) ?? .none }
        },
    ]
}

extension Owned {
    /// A built-in function that is no attribute of the module; its first parameter is the module.
    static func builtin(_ method: Method, _ module: Borrowed) throws(PythonError) -> Owned {
        let table = unsafe immortalTable([method.definition], end: PyMethodDef())
        // Safe: the definition is never freed; a new reference or null.
        return try unsafe Owned(PyCMethod_New(table.assumingMemoryBound(to: PyMethodDef.self), module.raw, nil, nil))
    }
}
