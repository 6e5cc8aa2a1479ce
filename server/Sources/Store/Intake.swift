import Model

/// Takes what other programs send. What a call has returned for outlives this process, and is found by whatever is
/// asked afterwards.
public protocol Intake: Sendable {
    /// Keeps spans and what they mean, all of them or none: in the inbox's file first, and then in the tables with others.
    func receive(_ spans: [ReceivedSpan]) async throws(StoreError)

    /// Keeps log records with the spans that they belong to, or until these come, in the same way.
    func receive(_ logs: [ReceivedLog]) async throws(StoreError)

    /// Keeps scores, in one transaction.
    func keep(_ scores: [Score]) async throws(StoreError)

    /// The scores of a trace and of its spans, the earliest first.
    func scores(of trace: TraceID) async throws(StoreError) -> [Score]

    /// The scores of a session itself, the earliest first, at most so many.
    func scores(ofSession session: String, limit: Int) async throws(StoreError) -> [Score]
}
