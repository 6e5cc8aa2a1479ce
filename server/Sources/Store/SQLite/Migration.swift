import SQLite

/// One step of the schema. A step that was released is never changed: a later one follows it.
struct Migration: Sendable {
    /// The schema's version after the step; counted from 1.
    let version: Int
    /// What has to be done before ``sql``, in the same transaction, and cannot be said in it.
    var first: (@Sendable (Connection) throws(SQLiteError) -> Void)?
    let sql: String

    /// All steps, in their order.
    static let all: [Migration] = [
        .first, .received, .facts, .rollups, .search, .suspects, .shipped, .sessions, .inbox,
        .strikes, .digests, .pricedSpans, .ownInbox, .joinedPayloads, .searchFile, .rowGroups, .textDigests, .groupStatistics,
        .traceFilters, .operations, .waitingLogs, .passingNames, .facets,
    ]
}
