import CPython
import Journal

/// The memory of what stands for a coroutine or a generator that a traced function made: what all
/// of them have.
protocol TracedRunFields: SteppedFields {
    /// The list of weak references, kept by CPython. At offset 0.
    var weakReferences: UnsafeMutableRawPointer? { get set }
    /// What does the work.
    var inner: Field { get set }
    /// The traced function.
    var traced: Field { get set }
    /// The arguments as JSON, until the span starts: bytes, or empty.
    var pending: Field { get set }
    /// `pending` is not all of them.
    var isPendingCut: Bool { get set }
    /// How many items it gave.
    var itemCount: Int { get set }
    var state: StateReference? { get set }
}

extension TracedRunFields {
    /// Offsets that CPython has to know.
    static var offsets: [Offset] { [.weakReferences(Instance<Self>.offset(0))] }
}

extension Instance where Fields: TracedRunFields {
    /// Fills a new stand-in, whose span starts with its first step.
    func initialize(
        _ inner: consuming Owned, of traced: Borrowed, arguments: borrowing JSONCapture, _ state: StateReference
    ) {
        fields.inner.initialize(inner)
        fields.traced.initialize(traced.retained())
        fields.isPendingCut = arguments.isCut
        if arguments.buffer.count > 0, let bytes = arguments.buffer.asBytes() { fields.pending.initialize(bytes) }
        fields.state = state
        state.retain()
    }

    /// Fills a new stand-in, whose span has started with the call that returned `inner`.
    func initialize(_ inner: consuming Owned, of traced: Borrowed, started context: SpanContext, _ state: StateReference) {
        fields.inner.initialize(inner)
        fields.traced.initialize(traced.retained())
        fields.course.begin(context, at: SpanPosition(context))
        fields.state = state
        state.retain()
    }

    /// Starts the span, if it has not begun.
    func beginTraced(_ state: StateReference) {
        guard !fields.course.isStarted, let owner = fields.traced.retained(),
            let recorder = ProcessRecorder.shared(state)
        else { return }
        let traced = Traced(unchecked: owner)
        let context = traced.start(recorder, state)
        fields.course.begin(context, at: SpanPosition(context))
        guard let pending = fields.pending.exchange(nil) else { return }
        let isCut = fields.isPendingCut
        pending.withBytes { bytes in
            unsafe recorder.writer.writePayload(
                bytes, key: recorder.keys.arguments, media: .json, of: context, isCut: isCut)
        }
    }

    /// Takes note of the end; `result` is nil where an exception is set, which stays set.
    func finishTraced(with result: Borrowed?, _ state: StateReference) {
        guard finishCourse(endsSpan: true), let span = spanWriter(state) else { return }
        recordItemCount(span)
        if let result { span.end(with: .returned, result: result) } else { span.endWithError() }
    }

    /// It will not go on, and did not come to its end.
    func abandonTraced(_ state: StateReference) {
        guard finishCourse(endsSpan: true), let span = spanWriter(state) else { return }
        recordItemCount(span)
        span.recorder.writer.endSpan(span.context, .abandoned)
    }

    /// Takes note of something that it gave. The first thousand are recorded, the others counted.
    func noteItem(_ item: Borrowed, _ state: StateReference) {
        fields.itemCount &+= 1
        guard fields.itemCount <= 1000, !Capturing.isActive, let span = spanWriter(state), case .full = span.capture
        else { return }
        let exception = SavedException()
        span.record(span.recorder.keys.item, item)
        exception.restore()
    }

    private func recordItemCount(_ span: SpanWriter) {
        guard fields.itemCount > 0 else { return }
        let count = fields.itemCount
        let exception = SavedException()
        span.record(span.recorder.keys.attributes) { json in
            json.buffer.append(#"{"martlet.items":"#)
            json.buffer.append(decimal: Int64(count))
            json.buffer.append("}")
        }
        exception.restore()
    }

    private func spanWriter(_ state: StateReference) -> SpanWriter? {
        guard fields.course.isStarted, let owner = fields.traced.retained(),
            let recorder = ProcessRecorder.shared(state)
        else { return nil }
        return Traced(unchecked: owner).writer(fields.course.context, recorder, state)
    }

    func traverseTraced(_ visitor: Visitor) -> Int32 {
        var status = fields.inner.traverse(visitor)
        if status == 0 { status = fields.traced.traverse(visitor) }
        if status == 0 { status = fields.course.position.handle.traverse(visitor) }
        return status == 0 ? (unsafe visitor.visitType(of: raw)) : status
    }

    /// Drops what it refers to, except its type; what does the work is dropped inside of the span,
    /// because its `finally` blocks run then.
    func clearTraced() {
        if let state = fields.state {
            inside(state) { _ = fields.inner.exchange(nil) }
        }
        _ = fields.inner.exchange(nil)
        _ = fields.traced.exchange(nil)
        _ = fields.pending.exchange(nil)
    }

    /// The beginning of every `tp_dealloc`.
    func beginDeallocation() {
        unsafe Deallocation.untrack(raw)
        if unsafe fields.weakReferences != nil { unsafe Deallocation.clearWeakReferences(raw) }
    }

    /// `tp_dealloc`.
    func deallocateTraced() {
        beginDeallocation()
        let exception = SavedException()
        if let state = fields.state {
            inside(state) { _ = fields.inner.exchange(nil) }
            abandonTraced(state)
            clearTraced()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}

extension ByteBuffer {
    /// A `bytes` object; nil where there is no memory for it.
    func asBytes() -> Owned? { withBytes { unsafe Owned.bytes($0) } }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Calls `body` with what is in a `bytes` object, valid for the call.
    @safe func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        // Safe: the object is alive for the call, and its bytes do not change.
        unsafe body(UnsafeRawBufferPointer(start: martlet_bytes_text(raw), count: martlet_bytes_count(raw)))
    }
}
