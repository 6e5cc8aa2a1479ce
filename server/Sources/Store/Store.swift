import Model

/// Where recorded spans are kept.
///
/// One task writes, any number read. What a call has returned for is committed.
public protocol Store: Sendable {
    /// How far each known journal segment has come, for a reader that goes on.
    func segments() async throws(StoreError) -> [SegmentProgress]

    /// Commits batches in one transaction, all of them or none. A batch that the store has is
    /// skipped.
    func apply(_ batches: [Batch]) async throws(StoreError)

    /// Spans that have something new to interpret, the oldest first.
    func dueSpans(limit: Int) async throws(StoreError) -> [DueSpan]

    /// Keeps what spans mean, and takes them off the list of those that are due.
    func save(_ interpreted: [Interpreted]) async throws(StoreError)

    /// Marks spans as due that an older version of the interpretation has seen: some of them, and
    /// returns whether there are more.
    func markOutdated(version: Int) async throws(StoreError) -> Bool

    /// Lists traces, newest first.
    func traces(_ query: TraceQuery) async throws(StoreError) -> Page<TraceSummary>

    /// One trace; `nil` if there is none of that id.
    func trace(_ id: TraceID, limits: TraceLimits) async throws(StoreError) -> RecordedTrace?

    /// Lists spans, newest first.
    func spans(_ query: SpanQuery) async throws(StoreError) -> Page<SpanSummary>

    /// Counts over everything.
    func statistics() async throws(StoreError) -> Statistics
}
