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

    static func make(_ values: InlineArray<5, Borrowed?>, _ state: StateReference) throws(PythonError) -> Owned {
        var parts = InlineArray<5, Borrowed>(repeating: .none)
        // The tuple keeps each part alive; the list does until then.
        let owners = try Owned.list()
        for index in 0..<count {
            guard let value = values[index], !value.isNone else { continue }
            var json = JSONCapture(state)
            Capturing.quietly { json.write(value) }
            guard let bytes = json.buffer.asBytes() else { continue }
            try owners.append(bytes)
            parts[index] = bytes.borrowed
        }
        let tuple = try Owned.tuple(parts)
        _ = consume owners
        return tuple
    }

    /// What is said inside of a block within a block, with the whole as one object.
    static func merge(
        _ outer: consuming Owned?, _ inner: consuming Owned?, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let outer = outer, inner = inner
        var parts = InlineArray<6, Borrowed>(repeating: .none)
        var json = JSONCapture(state)
        json.beginObject()
        for index in 0..<count {
            if let inner = inner.borrowed, !inner.tupleItem(index).isNone {
                parts[index] = inner.tupleItem(index).borrowed
            } else if let outer = outer.borrowed {
                parts[index] = outer.tupleItem(index).borrowed
            }
            let part = parts[index]
            guard !part.isNone else { continue }
            json.writeMember(keys[index]) { json in
                part.withBytes { bytes in unsafe json.buffer.append(bytes) }
            }
        }
        json.endObject()
        guard let whole = json.buffer.asBytes() else { throw PythonError.raise(.runtimeError, "no memory for the context") }
        parts[count] = whole.borrowed
        let tuple = try Owned.tuple(parts)
        // Until here these keep the parts alive.
        _ = consume outer
        _ = consume inner
        _ = consume whole
        return tuple
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
