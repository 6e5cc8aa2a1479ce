import Model
import Store
import Synchronization

/// A store whose writes fail when they are told to: before they are committed, or after, as when
/// the server ends between a commit and what follows it.
final class FailingStore: Store {
    enum Failure { case beforeCommit, afterCommit }

    let base: SQLiteStore
    private let failures: Mutex<[Failure?]>
    /// One element for each commit, as soon as it is done.
    let commits: AsyncStream<Void>
    private let committed: AsyncStream<Void>.Continuation

    /// - Parameter failures: what happens to each write in turn; all later ones work.
    init(_ base: SQLiteStore, failures: [Failure?]) {
        self.base = base
        self.failures = Mutex(failures)
        (commits, committed) = AsyncStream.makeStream()
    }

    static let error = StoreError.unreadable("a store that fails")

    func apply(_ batches: [Batch]) async throws(StoreError) {
        let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if failure == .beforeCommit { throw Self.error }
        try await base.apply(batches)
        committed.yield()
        if failure == .afterCommit { throw Self.error }
    }

    func segments() async throws(StoreError) -> [SegmentProgress] { try await base.segments() }
    func maintain() async throws(StoreError) -> Bool { try await base.maintain() }
    func traces(_ query: TraceQuery) async throws(StoreError) -> Page<TraceSummary> { try await base.traces(query) }
    func trace(_ id: TraceID, limits: TraceLimits) async throws(StoreError) -> RecordedTrace? {
        try await base.trace(id, limits: limits)
    }
    func spans(_ query: SpanQuery) async throws(StoreError) -> Page<SpanSummary> { try await base.spans(query) }
    func series(_ query: SeriesQuery) async throws(StoreError) -> Series { try await base.series(query) }
    func models(limit: Int) async throws(StoreError) -> [String] { try await base.models(limit: limit) }
    func statistics() async throws(StoreError) -> Statistics { try await base.statistics() }
}
