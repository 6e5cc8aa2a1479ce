import CPython
import Journal

// What a span records. None of this raises, and none may be called with an exception set, except
// where it says so.

extension Instance where Fields == SpanFields {
    /// Starts a span below the current one; nil if recording is off or there is no memory for a handle.
    ///
    /// - Parameter parent: what it is to be below instead.
    static func start(
        _ name: StaticString, scope: StaticString, kind: UInt8, below parent: SpanContext? = nil, _ state: StateReference
    ) -> Owned? {
        guard let recorder = ProcessRecorder.shared(state) else { return nil }
        return start(recorder.writer.intern(name), scope: recorder.writer.intern(scope), kind, below: parent, recorder, state)
    }

    /// The same with a name that the program gives, a string.
    static func start(named name: Borrowed, kind: UInt8, _ state: StateReference) -> Owned? {
        guard let recorder = ProcessRecorder.shared(state) else { return nil }
        let finder = state.secretFinder
        let id = name.withUTF8 { unsafe finder.withMasked($0) { unsafe recorder.writer.intern($0) } }
        if id == .none { return startBeyondNames(name, kind, recorder, state) }
        return start(id, scope: .none, kind, recorder, state)
    }

    /// With a name for which there is no room among the interned ones.
    @inline(never)
    private static func startBeyondNames(
        _ name: Borrowed, _ kind: UInt8, _ recorder: ProcessRecorder, _ state: StateReference
    ) -> Owned? {
        let parent = CurrentSpan.context(state)
        let finder = state.secretFinder
        let context = name.withUTF8 {
            unsafe finder.withMasked($0) { unsafe recorder.writer.startSpan(inline: $0, kind: kind, parent: parent) }
        }
        return started(context, recorder, state)
    }

    private static func start(
        _ name: NameID, scope: NameID, _ kind: UInt8, below given: SpanContext? = nil, _ recorder: ProcessRecorder,
        _ state: StateReference
    ) -> Owned? {
        let parent = given ?? CurrentSpan.context(state)
        return started(recorder.writer.startSpan(name: name, scope: scope, kind: kind, parent: parent), recorder, state)
    }

    /// A handle for a span that was started.
    private static func started(_ context: SpanContext, _ recorder: ProcessRecorder, _ state: StateReference) -> Owned? {
        if let values = CurrentSpan.values(state) { ContextValues.record(values, context, recorder) }
        do throws(PythonError) { return try make(context, state) } catch {
            PythonError.clear()
            recorder.writer.endSpan(context, .abandoned)
            return nil
        }
    }

    /// Ends the span, unless it is ended already.
    func end(_ outcome: SpanOutcome, _ state: StateReference) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state) else { return }
        fields.isEnded = true
        recorder.writer.endSpan(context, outcome)
    }

    /// Takes note that something of the reply came.
    func touch() { fields.lastSeen = JournalWriter.now }

    /// Ends the span of a call whose reply nobody read to its end, unless it is ended already. It was over
    /// when something of the reply was last seen, whenever the collector finds out.
    func abandon(_ state: StateReference) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state) else { return }
        fields.isEnded = true
        recorder.writer.endSpan(context, .abandoned, at: fields.lastSeen == 0 ? nil : fields.lastSeen)
    }

    /// Records JSON that `body` writes.
    func record(
        _ key: (PayloadKeys) -> NameID, _ state: StateReference,
        _ body: (inout JSONCapture, Capture) -> Void
    ) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state) else { return }
        var capture = JSONCapture(state)
        Capturing.quietly { body(&capture, recorder.capture) }
        let context = context, isCut = capture.isCut
        capture.buffer.withBytes { bytes in
            unsafe recorder.writer.writePayload(
                bytes, key: key(recorder.keys), media: .json, of: context, isCut: isCut)
        }
    }

    /// Records bytes as they are but for the secrets in them, if payloads are captured; no more of them than of a value.
    func record(
        _ key: (PayloadKeys) -> NameID, _ media: MediaType, _ bytes: UnsafeRawBufferPointer, _ state: StateReference,
        isCut: Bool = false
    ) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state), recorder.capture == .full else { return }
        let kept = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, recorder.limits.bytes)])
        let context = context, key = key(recorder.keys), isCut = isCut || kept.count < bytes.count
        if let masked = unsafe ByteBuffer(masking: kept, state.secretFinder) {
            return masked.withBytes { masked in
                unsafe recorder.writer.writePayload(masked, key: key, media: media, of: context, isCut: isCut)
            }
        }
        unsafe recorder.writer.writePayload(kept, key: key, media: media, of: context, isCut: isCut)
    }

    /// Records the exception that is set, and ends the span as it says. The exception stays set.
    func endWithError(_ state: StateReference) {
        let exception = SavedException()
        exception.with { error in end(with: error, state) }
        exception.restore()
    }

    /// Records an exception, and ends the span as it says. None may be set.
    func end(with error: Borrowed, _ state: StateReference) {
        guard !fields.isEnded, let recorder = ProcessRecorder.shared(state) else { return }
        fields.isEnded = true
        SpanWriter(context: context, capture: recorder.capture, recorder: recorder, state: state).end(with: error)
    }
}
