/// Takes the records of journals that lie on other machines.
///
/// Their segments are known like one's own, except that no file of them is expected here.
public protocol ShippedJournal: Sendable {
    /// How far each known segment of these processes has come.
    func shippedSegments(
        of processes: [ProcessInstance]
    ) async throws(StoreError) -> [SegmentProgress]

    /// Commits batches as ``Store/apply(_:)`` does; a batch that is there already changes nothing.
    func applyShipped(_ batches: [Batch]) async throws(StoreError)
}
