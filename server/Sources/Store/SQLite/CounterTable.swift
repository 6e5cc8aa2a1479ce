import SQLite

/// The table `counter`: numbers of which there is one each.
struct CounterTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    func value(_ name: String) throws(SQLiteError) -> Int {
        try connection.statement("SELECT value FROM counter WHERE name = ?")
            .first(name) { $0.int(0) } ?? 0
    }

    func set(_ name: String, _ value: Int) throws(SQLiteError) {
        try connection.statement("UPDATE counter SET value = ? WHERE name = ?").run(value, name)
    }
}
