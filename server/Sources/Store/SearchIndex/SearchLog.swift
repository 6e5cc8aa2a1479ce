import SQLite

/// The table `search_change`: what transactions have changed in the index of words, until the index, which is another file,
/// has it too.
struct SearchLog {
    struct Entry {
        let number: Int64
        /// `nil` if what is stored makes no sense.
        let changes: SearchChanges?
    }

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// The number of the last entry that there ever was.
    func last() throws(SQLiteError) -> Int64 { Int64(try CounterTable(connection).value("search_change")) }

    /// Adds an entry, and returns its number.
    ///
    /// - Parameter applied: what the index is known to have; it is forgotten.
    func add(_ changes: SearchChanges, applied: Int64) throws(SQLiteError) -> Int64 {
        // An index that is made anew may have come further than a database that was put back.
        let number = max(try last(), changes.isEmptied ? applied : 0) + 1
        try CounterTable(connection).set("search_change", Int(number))
        // With more, the index is made anew.
        try forget(through: changes.isEmptied ? number : max(applied, number - Int64(SearchRecovery.entryLimit) - 1))
        try connection.statement("INSERT INTO search_change VALUES (?, ?)").run(number, changes.logBytes)
        return number
    }

    /// Removes the entries up to that one.
    func forget(through number: Int64) throws(SQLiteError) {
        try connection.statement("DELETE FROM search_change WHERE number <= ?").run(number)
    }

    /// How many entries there are behind that one.
    func count(after number: Int64) throws(SQLiteError) -> Int {
        try connection.statement("SELECT count(*) FROM search_change WHERE number > ?").first(number) { $0.int(0) } ?? 0
    }

    /// The entries behind that one, in their order.
    func entries(after number: Int64) throws(SQLiteError) -> [Entry] {
        try connection.statement("SELECT number, changes FROM search_change WHERE number > ? ORDER BY number")
            .all(number) { row in
                let bytes = row.bytes(1)
                return Entry(number: row.int64(0), changes: bytes.withUnsafeBytes { SearchChanges(logBytes: $0) })
            }
    }
}
