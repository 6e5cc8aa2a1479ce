import SQLite

/// What a server had acknowledged at one moment, for another process that is about to read its tables.
///
/// The server puts it there within a fraction of a second; one that was killed has left it to the next.
public struct Backlog {
    private let database: String
    private let last: Int64?

    /// Looks now.
    public init(database: String) {
        self.database = database
        last = SQLiteStore.inboxPaths(database).compactMap { InboxFile.lastNumber(path: $0) }.max()
    }

    /// Whether all of it is in the tables.
    public func isSettled() throws(StoreError) -> Bool {
        guard let last else { return true }
        do {
            let connection = try Connection(
                path: database, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
            return try CounterTable(connection).value("received") >= last
        } catch {
            throw .database(error)
        }
    }
}
