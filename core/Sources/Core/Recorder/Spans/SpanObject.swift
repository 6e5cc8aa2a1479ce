import CPython
import Journal

/// The memory of a `Span`, the opaque handle of a recorded call.
struct SpanFields {
    var traceHigh: UInt64
    var traceLow: UInt64
    var span: UInt64
    var generation: UInt64
    /// What was current before it, where it was made current by a block.
    var outer: SpanContext
    /// The end was written.
    var isEnded: Bool
    /// Somebody else will end it: what was called returned a stream that is still open.
    var isLeftOpen: Bool
    /// It is a request of an API client.
    var isClientCall: Bool
    /// What is asked for was recorded.
    var isRequestRecorded: Bool
    /// The program asked for a reply in pieces.
    var isStream: Bool
    /// The program iterates over what is made of the reply; how that ends counts.
    var hasItems: Bool
    /// The server-sent events of the reply are recorded, and so its bytes are not.
    var recordsEvents: Bool
    /// The iteration is taking a step.
    var isAdvancing: Bool
    /// When something of the reply was last seen; 0 before.
    var lastSeen: UInt64
}

typealias SpanObject = Instance<SpanFields>

extension Instance where Fields == SpanFields {
    var context: SpanContext {
        SpanContext(
            trace: JournalID(high: fields.traceHigh, low: fields.traceLow), span: fields.span,
            generation: fields.generation)
    }

    /// The type `martlet._core.Span`. Handles are made by starting a span, and only so.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.Span", fields: SpanFields.self, flags: .noConstructor, in: module,
            slots: [
                .documentation("An opaque handle of a recorded call."),
                .deallocate { unsafe Deallocation.free($0.unsafelyUnwrapped) },
                .unary(.representation) { object in
                    entry { () throws(PythonError) in
                        try unsafe SpanObject(object.unsafelyUnwrapped).representation()
                    }
                },
                .methods(methods),
                .properties([
                    Property("trace_id", get: { object, _ in
                        entry { () throws(PythonError) in
                            let context = unsafe SpanObject(object.unsafelyUnwrapped).context
                            return try hexadecimal(context.trace.high, context.trace.low)
                        }
                    }),
                    Property("span_id", get: { object, _ in
                        entry { () throws(PythonError) in
                            try unsafe hexadecimal(SpanObject(object.unsafelyUnwrapped).context.span)
                        }
                    }),
                ]),
            ])
    }

    /// A handle of a span that was started.
    static func make(_ context: SpanContext, _ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.spanType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        let span = SpanObject(unchecked: object)
        span.fields.traceHigh = context.trace.high
        span.fields.traceLow = context.trace.low
        span.fields.span = context.span
        span.fields.generation = context.generation
        return object
    }

    /// The same; nil where there is no memory for it. No exception may be set.
    static func makeQuietly(_ context: SpanContext, _ state: StateReference) -> Owned? {
        do throws(PythonError) { return try make(context, state) } catch {
            PythonError.clear()
            return nil
        }
    }

    private func representation() throws(PythonError) -> Owned {
        let trace = try hexadecimal(context.trace.high, context.trace.low)
        let span = try hexadecimal(context.span)
        return try .format("<martlet.Span %U of trace %U>", .object(span), .object(trace))
    }
}

/// Hexadecimal digits, most significant first, as ids are written.
private func hexadecimal(_ numbers: UInt64...) throws(PythonError) -> Owned {
    var text = ByteBuffer(capacity: 32)
    for number in numbers {
        for place in 0..<16 {
            let nibble = UInt8(truncatingIfNeeded: number >> UInt64((15 - place) * 4)) & 0xF
            text.append(nibble < 10 ? nibble &+ UInt8(ascii: "0") : nibble &- 10 &+ UInt8(ascii: "a"))
        }
    }
    // Safe: the bytes are ASCII; a new string or null.
    return try unsafe Owned(
        text.withBytes { bytes in
            unsafe PyUnicode_FromStringAndSize(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        })
}
