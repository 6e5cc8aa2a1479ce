import CPython
import Journal

/// What `martlet.context` says of the spans that begin inside, as attributes.
///
/// It is a tuple of `bytes`: the JSON of each attribute or `None`, and last the whole as one JSON object.
/// Being bytes, it cannot refer back to the context that refers to it.
enum ContextValues {
    static var count: Int { 5 }

    private static var keys: InlineArray<5, StaticString> {
        ["session.id", "user.id", "martlet.tags", "martlet.metadata", "martlet.trace.name"]
    }

    /// `context(*, session=None, user=None, tags=None, metadata=None, name=None)`.
    static var method: Method {
        .arguments(
            "context",
            """
            context(*, session=None, user=None, tags=None, metadata=None, name=None)
            --

            A context manager, plain and asynchronous: spans that begin inside have these attributes, also those
            of tasks that begin inside. A block within a block adds its own; where both say something, the inner counts.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let names_ = state.names.recorder
                let values = try unsafe Arguments(base, count, names).parse(
                    "context", [names_.session, names_.user, names_.tags, names_.metadata, state.names.name],
                    required: 0, positional: 0)
                return try ContextScope.make(values: ContextValues.make(values, state), state)
            }
        }
    }

    /// The values of the first arguments; the rest of the tuple is `None`.
    static func make<let given: Int>(
        _ values: ArgumentValues<given>, first: Int = count, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let parts = try Owned.list()
        for index in 0..<count { try parts.append(part(index < first ? values[index] : nil, state)) }
        return try .tuple(items: parts)
    }

    /// A value as JSON, or `None` where nothing is said.
    private static func part(_ value: Borrowed?, _ state: StateReference) -> Owned {
        guard let value, !value.isNone else { return .none }
        var json = JSONCapture(state)
        Capturing.quietly { json.write(value) }
        return json.buffer.asBytes() ?? .none
    }

    /// What is said inside of a block within a block, with the whole as one object.
    static func merge(
        _ outer: consuming Owned?, _ inner: consuming Owned?, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let outer = outer, inner = inner
        let parts = try Owned.list()
        var json = JSONCapture(state)
        json.beginObject()
        for index in 0..<count {
            let part = merged(outer.borrowed, inner.borrowed, index)
            try parts.append(part)
            guard !part.isNone else { continue }
            json.writeMember(keys[index]) { json in
                part.withBytes { bytes in json.buffer.append(bytes) }
            }
        }
        json.endObject()
        guard let whole = json.buffer.asBytes() else { throw PythonError.raise(.runtimeError, "no memory for the context") }
        try parts.append(whole)
        return try .tuple(items: parts)
    }

    /// Where both say something, the inner counts.
    private static func merged(_ outer: Borrowed?, _ inner: Borrowed?, _ index: Int) -> Owned {
        if let inner, !inner.tupleItem(index).isNone { return inner.tupleItem(index) }
        if let outer { return outer.tupleItem(index) }
        return .none
    }

    /// Records them on a span that begins.
    @inline(never)
    static func record(_ values: consuming Owned, _ context: SpanContext, _ recorder: ProcessRecorder) {
        guard case .full = recorder.capture else { return }
        values.tupleItem(count).withBytes { bytes in
            guard bytes.count > 2 else { return }
            unsafe recorder.writer.writePayload(bytes, key: recorder.keys.attributes, media: .json, of: context)
        }
    }
}
