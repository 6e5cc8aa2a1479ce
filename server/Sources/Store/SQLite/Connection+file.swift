import SQLite

extension Connection {
    /// Pages of the write-ahead log (64 MB) at which it is copied: fewer, larger copies write a page once where it changed many times.
    static var logPages: Int { 4_096 }

    /// To be called before the first table is made.
    func prepareFile() throws(SQLiteError) {
        // A file keeps its page size.
        try execute("PRAGMA page_size = 16384")
        // So that what is removed can be given back to the disk.
        try execute("PRAGMA auto_vacuum = INCREMENTAL")
        // What is deleted is blanked, as Debian's SQLite does by itself.
        try execute("PRAGMA secure_delete = ON")
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = NORMAL")
        try execute("PRAGMA wal_autocheckpoint = \(Self.logPages)")
        try execute("PRAGMA journal_size_limit = \(128 << 20)")
    }

    /// Bytes of pages that hold something.
    func usedBytes() throws(SQLiteError) -> Int {
        try statement(
            """
            SELECT (page_count - freelist_count) * page_size \
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size
            """
        ).first { $0.int(0) } ?? 0
    }

    /// Copies the log into the file and cuts it off; returns whether that was done before the patience ended.
    func cutLog(patience: Duration) throws(SQLiteError) -> Bool {
        let usual = try statement("PRAGMA busy_timeout").first { $0.int(0) } ?? 0
        try execute("PRAGMA busy_timeout = \(Int(patience / .milliseconds(1)))")
        defer { try? execute("PRAGMA busy_timeout = \(usual)") }
        return try statement("PRAGMA wal_checkpoint(TRUNCATE)").first { $0.int(0) } == 0
    }

    /// Whether there are pages that hold nothing.
    func hasFreePages() throws(SQLiteError) -> Bool {
        try statement("PRAGMA freelist_count").first { $0.int(0) } ?? 0 > 0
    }

    /// Cuts free pages off the file, some of them; returns whether there are more. Not in a transaction.
    func cutFreePages() throws(SQLiteError) -> Bool {
        try execute("PRAGMA incremental_vacuum(2048)")
        return try hasFreePages()
    }
}
