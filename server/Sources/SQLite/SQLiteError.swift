import CSQLite

/// What SQLite said when it could not do something.
public struct SQLiteError: Error, Sendable, Equatable {
    /// SQLite's extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
    public var code: Int32
    /// SQLite's own words.
    public var message: String
    /// The statement that failed; `nil` if there was none yet.
    public var sql: String?

    public init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The result code without its extension, such as `SQLITE_CONSTRAINT`.
    public var primaryCode: Int32 { code & 0xFF }

    /// Another connection holds a lock for longer than the busy timeout.
    public var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The disk or the quota is full.
    public var isFull: Bool { primaryCode == SQLITE_FULL }

    /// The file is no database, or a damaged one.
    public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }
}

extension SQLiteError: CustomStringConvertible {
    public var description: String { sql.map { "\(reason), in \"\($0)\"" } ?? reason }

    /// Without the statement.
    public var reason: String { "SQLite error \(code): \(message)" }
}
