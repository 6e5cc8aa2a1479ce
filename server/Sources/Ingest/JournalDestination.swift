import Store

/// Where a ``JournalFollower`` brings what it reads.
public protocol JournalDestination: Sendable {
    /// How far each known journal segment has come.
    func segments() async throws(StoreError) -> [SegmentProgress]

    /// Keeps batches for good, all of them or none. One that is there already changes nothing.
    func apply(_ batches: [Batch]) async throws(StoreError)

    /// Does some other work, while there is nothing to bring or now and then beside it; returns whether there may be more.
    func workWhileIdle() async throws(StoreError) -> Bool
}

/// A store on this machine.
struct StoreDestination: JournalDestination {
    let store: any Store

    func segments() async throws(StoreError) -> [SegmentProgress] { try await store.segments() }

    func apply(_ batches: [Batch]) async throws(StoreError) { try await store.apply(batches) }

    func workWhileIdle() async throws(StoreError) -> Bool { try await store.maintain() }
}
