import SQLite

/// What a server had acknowledged at one moment, for another process that is about to read its tables.
///
/// The server puts it there within a fraction of a second; one that was killed has left it to the next.
public struct Backlog {
    private let database: String
    private let last: [(inbox: Int64?, number: Int64)]

    /// Looks now.
    public init(database: String) {
        self.database = database
        last = SQLiteStore.inboxPaths(database).compactMap { InboxFile.last(path: $0) }
    }

    /// Whether all of it is in the tables.
    public func isSettled() throws(StoreError) -> Bool {
        guard !last.isEmpty else { return true }
        do {
            let connection = try Connection(
                path: database, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
            let counters = CounterTable(connection)
            // Looked at after the files: one of another inbox is of another database, or of an earlier server, whose
            // successor has it in the tables.
            let inbox = Int64(try counters.value("inbox")), received = try counters.value("received")
            return last.allSatisfy { ($0.inbox ?? inbox) != inbox || $0.number <= received }
        } catch {
            throw .database(error)
        }
    }
}
