import CPython
import Journal

/// Which span code is inside of: none, or one by its ids, with its handle if anybody has asked for it.
///
/// It lies in the memory of Python objects, all zero for "outside of any". Whoever takes it from one
/// place puts it in another or calls `release`.
struct SpanPosition {
    /// The span id is 0 outside of any span.
    private var ids = SpanContext(trace: JournalID(high: 0, low: 0), span: 0, generation: 0)
    /// A `Span`, or empty.
    var handle = Field()

    init() {}

    @inline(__always)
    init(_ context: SpanContext) { ids = context }

    init(_ context: SpanContext, handle: consuming Owned) {
        ids = context
        self.handle.initialize(handle)
    }

    /// The span; nil outside of any.
    @inline(__always)
    var context: SpanContext? { ids.span == 0 ? nil : ids }

    /// Another reference to the same.
    func copy() -> SpanPosition {
        guard let handle = handle.retained() else { return SpanPosition(ids) }
        return SpanPosition(ids, handle: handle)
    }

    /// Lets the handle go.
    @inline(__always)
    mutating func release() { if !handle.isEmpty { _ = handle.exchange(nil) } }

    /// The same, of a span that has ended: its handle, if somebody keeps it, says so.
    @inline(__always)
    mutating func releaseEnded() { if !handle.isEmpty { endHandle() } }

    @inline(never)
    private mutating func endHandle() {
        guard let handle = handle.exchange(nil) else { return }
        SpanObject(unchecked: handle).fields.isEnded = true
    }
}
