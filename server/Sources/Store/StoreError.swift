import SQLite

/// Why the store could not do something.
public enum StoreError: Error, Sendable, Equatable {
    /// A later version of Martlet has written the database.
    case newerVersion(path: String, found: Int, supported: Int)
    /// An earlier version of Martlet has written the database, and may have it open.
    case olderVersion(path: String, found: Int, supported: Int)
    /// The file is a database of another program.
    case foreignDatabase(path: String)
    /// The file or its directory could not be made or opened; the number is the system's `errno`.
    case system(operation: String, path: String, code: Int32)
    /// A batch does not go on where the segment stands: something between is missing.
    case gap(index: UInt64, stored: UInt64, from: UInt64)
    /// A cursor that no query of this kind has returned.
    case invalidCursor
    /// SQLite failed.
    case database(SQLiteError)
    /// A stored value cannot be read back.
    case unreadable(String)
    /// A server elsewhere, which keeps what is recorded here, could not be asked or refused.
    case remote(server: String, reason: String)
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .newerVersion(let path, let found, let supported):
            "\(path) was written by a later version of Martlet (schema \(found); this one knows up to \(supported))"
        case .olderVersion(let path, let found, let supported):
            "\(path) is of an earlier version of Martlet (schema \(found); this one has \(supported))"
        case .foreignDatabase(let path):
            "\(path) is a database, but not one of Martlet's"
        case .system(let operation, let path, let code):
            "cannot \(operation) \(path): \(systemMessage(code))"
        case .gap(let index, let stored, let from):
            "segment \(index) was stored up to \(stored), and a batch begins at \(from)"
        case .invalidCursor:
            "the cursor is not one that this query has returned"
        case .database(let error):
            error.description
        case .unreadable(let what):
            "cannot read back \(what)"
        case .remote(let server, let reason):
            "\(server) does not take it: \(reason)"
        }
    }
}
