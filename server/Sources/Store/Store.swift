import Model

/// Where recorded spans are kept.
///
/// One task writes, any number read. What a call has returned for is committed.
public protocol Store: Sendable {
    /// How far each known journal segment has come, for a reader that goes on.
    func segments() async throws(StoreError) -> [SegmentProgress]

    /// Commits batches in one transaction, all of them or none, together with what the spans in
    /// them mean: no reader sees a span that has ended and is not interpreted. A batch that the
    /// store has is skipped.
    func apply(_ batches: [Batch]) async throws(StoreError)

    /// Does a part of what is due: spans are interpreted anew after the interpretation has changed,
    /// and priced anew after prices have; returns whether there may be more.
    func maintain() async throws(StoreError) -> Bool

    /// Lists traces, newest first.
    func traces(_ query: TraceQuery) async throws(StoreError) -> Page<TraceSummary>

    /// One trace; `nil` if there is none of that id.
    func trace(_ id: TraceID, limits: TraceLimits) async throws(StoreError) -> RecordedTrace?

    /// Lists spans, newest first.
    func spans(_ query: SpanQuery) async throws(StoreError) -> Page<SpanSummary>

    /// Models that were asked for or that answered, those of the latest traces first.
    func models(limit: Int) async throws(StoreError) -> [String]

    /// Sums over spans, by time and group.
    func series(_ query: SeriesQuery) async throws(StoreError) -> Series

    /// Counts over everything.
    func statistics() async throws(StoreError) -> Statistics
}
