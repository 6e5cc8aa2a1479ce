import SQLite

/// Brings a database to the newest schema.
struct Migrator {
    /// `MTLT`: says in the file itself that it is one of ours.
    private static let applicationID = 0x4D54_4C54

    let migrations: [Migration]

    /// Refuses what is not ours or not yet known to us, and changes nothing.
    ///
    /// - Parameter isGuest: an earlier version is refused as well: the process that has the file open may be of that one, and
    ///   would go on to write as it knows.
    func check(_ connection: Connection, path: String, isGuest: Bool) throws(StoreError) {
        let supported = migrations.last?.version ?? 0
        let found: Int
        let isOurs: Bool
        do {
            found = try version(of: connection)
            let application = try pragma("application_id", connection)
            let isEmpty = try Statement("SELECT count(*) FROM sqlite_schema", on: connection)
                .first { $0.int(0) == 0 }
            isOurs = application == Self.applicationID || (found == 0 && isEmpty == true)
        } catch {
            throw error.isCorrupt ? .foreignDatabase(path: path) : .database(error)
        }
        guard isOurs else { throw .foreignDatabase(path: path) }
        guard found <= supported else {
            throw .newerVersion(path: path, found: found, supported: supported)
        }
        guard found == supported || !isGuest else {
            throw .olderVersion(path: path, found: found, supported: supported)
        }
    }

    /// Which version a file with tables of an earlier one has, and which one it is to have; `nil` if there is nothing to change.
    func upgrade(of connection: Connection) throws(SQLiteError) -> (from: Int, to: Int)? {
        let (found, supported) = (try version(of: connection), migrations.last?.version ?? 0)
        return found > 0 && found < supported ? (found, supported) : nil
    }

    /// Runs the steps that are missing: each in a transaction of its own, or all in one where there is nothing yet.
    func migrate(_ connection: Connection) throws(SQLiteError) {
        let found = try version(of: connection)
        guard found > 0 else {
            return try connection.transaction { () throws(SQLiteError) in
                for migration in migrations { try run(migration, on: connection) }
            }
        }
        // What a step sorts is not to be kept in memory.
        try connection.execute("PRAGMA temp_store = FILE")
        for migration in migrations where migration.version > found {
            try connection.transaction { () throws(SQLiteError) in try run(migration, on: connection) }
        }
    }

    private func run(_ migration: Migration, on connection: Connection) throws(SQLiteError) {
        // Another process may have been quicker.
        guard try version(of: connection) < migration.version else { return }
        try migration.first?(connection)
        try connection.execute(migration.sql)
        try connection.execute("PRAGMA application_id = \(Self.applicationID)")
        try connection.execute("PRAGMA user_version = \(migration.version)")
    }

    private func version(of connection: Connection) throws(SQLiteError) -> Int {
        try pragma("user_version", connection)
    }

    private func pragma(_ name: String, _ connection: Connection) throws(SQLiteError) -> Int {
        try Statement("PRAGMA \(name)", on: connection).first { $0.int(0) } ?? 0
    }
}
