import CSQLite

/// One connection to one database file.
///
/// It is not `Sendable`: a ``DatabaseWorker`` owns it and keeps it on one thread at a time.
public final class Connection {
    /// What a connection may do.
    public enum Access: Sendable {
        case readOnly
        /// Reads and writes, and makes the file if there is none.
        case readWrite
    }

    /// How a connection is set up.
    public struct Configuration: Sendable {
        public var access: Access
        /// Most memory for cached pages.
        public var cacheBytes: Int
        /// How long to wait for another connection's lock.
        public var busyTimeoutMilliseconds: Int32
        /// Another file, whose tables can be asked for as well.
        public var attached: Attachment?

        public init(
            access: Access, cacheBytes: Int, busyTimeoutMilliseconds: Int32 = 5_000, attached: Attachment? = nil
        ) {
            self.access = access
            self.cacheBytes = cacheBytes
            self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
            self.attached = attached
        }
    }

    /// A second file of a connection.
    public struct Attachment: Sendable {
        public var path: String
        /// The name that its tables have before theirs; must be a plain word.
        public var schema: String
        /// Most memory for its cached pages.
        public var cacheBytes: Int

        public init(path: String, schema: String, cacheBytes: Int) {
            self.path = path
            self.schema = schema
            self.cacheBytes = cacheBytes
        }
    }

    /// Made true, once in the process, before the first connection is opened.
    private static let isSetUp = {
        // One each for who writes tables, who writes the index of words, and who receives, and one for the others.
        csqlite_set_up_heap(4, 16 << 20)
        return csqlite_disable_memory_statistics() == SQLITE_OK
    }()

    let handle: OpaquePointer
    private let cacheBytes: Int
    /// See ``writeLogEarly(path:pageLimit:)``.
    var logFile: LogFile?
    private var statements: [String: Statement] = [:]
    /// The statement that was asked for last of those whose texts' lengths have the same remainder.
    private var recentStatements = [Statement?](repeating: nil, count: recentCount)
    private static let recentCount = 64
    /// So many statements are kept at most: some kilobytes each. The store's own are fewer; lists by each set of conditions have theirs, and
    /// of such sets there are hundreds of thousands.
    package static let keptCount = 512

    /// Opens the file. `":memory:"` makes a database that lives as long as the connection.
    public init(path: String, configuration: Configuration) throws(SQLiteError) {
        let access: Int32 =
            switch configuration.access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        _ = Self.isSetUp
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle else {
            throw SQLiteError(code: SQLITE_NOMEM, message: "there is no memory for a connection")
        }
        guard code == SQLITE_OK else {
            let error = SQLiteError(connection: handle, sql: nil)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        cacheBytes = configuration.cacheBytes
        csqlite_leave_out_bloom_filters(handle)
        sqlite3_busy_timeout(handle, configuration.busyTimeoutMilliseconds)
        try limitCache()
        try execute("PRAGMA temp_store = MEMORY")
        // A page read through a mapping counts as memory of this process, once a connection, and
        // turns an I/O error into SIGBUS.
        try execute("PRAGMA mmap_size = 0")
        try execute("PRAGMA trusted_schema = OFF")
        if let other = configuration.attached {
            try Statement("ATTACH ? AS \(other.schema)", on: self).run(other.path)
            try limitCache(of: other.schema, to: other.cacheBytes)
        }
        // Only who writes has much to take apart.
        if configuration.access == .readWrite { try useWordTokenizer() }
    }

    deinit {
        statements.removeAll()
        recentStatements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Holds the cache to its limit. To be called again after the page size has changed.
    ///
    /// SQLite turns the limit into a number of pages at once, by the size that it takes them to have;
    /// which is a guess until the file is read, and with pages of 16 KiB a quarter of what they have.
    public func limitCache() throws(SQLiteError) {
        try limitCache(of: "main", to: cacheBytes)
    }

    private func limitCache(of schema: String, to bytes: Int) throws(SQLiteError) {
        try execute("PRAGMA \(schema).schema_version")
        try execute("PRAGMA \(schema).cache_size = -\(max(1, bytes / 1024))")
    }

    /// Runs one or several statements that take no values and whose rows nobody wants.
    public func execute(_ sql: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw SQLiteError(connection: handle, sql: sql)
        }
    }

    /// The statement for this text: prepared once, and kept until there are too many.
    ///
    /// The text must come from a bounded set, as it does when values are bound and not written in.
    public func statement(_ sql: String) throws(SQLiteError) -> Statement {
        // The text is mostly the very same one, which is seen at once; to hash it takes longer than many a
        // statement.
        let place = sql.utf8.count % Self.recentCount
        if let recent = recentStatements[place], recent.sql == sql { return recent }
        let statement: Statement
        if let known = statements[sql] {
            statement = known
        } else {
            statement = try Statement(sql, connection: handle)
            // Who uses one holds it; those that are asked for again and again are soon back.
            if statements.count >= Self.keptCount {
                statements.removeAll(keepingCapacity: true)
                for place in recentStatements.indices { recentStatements[place] = nil }
            }
            statements[sql] = statement
        }
        recentStatements[place] = statement
        return statement
    }

    /// The statements that are kept.
    var keptStatements: Dictionary<String, Statement>.Values { statements.values }

    /// What the statements that are kept were prepared from.
    var preparedTexts: [String] { statements.keys.sorted() }

    /// Runs `body` in a transaction that takes the write lock at once, and commits it; rolls it
    /// back if `body` throws.
    public func transaction<Result>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try statement("BEGIN IMMEDIATE").run()
        do {
            let result = try body()
            try statement("COMMIT").run()
            return result
        } catch {
            // Some errors, such as a full disk, have rolled back already.
            if sqlite3_get_autocommit(handle) == 0 { try? statement("ROLLBACK").run() }
            throw error
        }
    }

    /// Runs `body` in a transaction that only reads, so that all of it sees one state.
    public func snapshot<Result>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try statement("BEGIN").run()
        defer { try? statement("COMMIT").run() }
        return try body()
    }

    /// Rows that the last statement changed.
    public var changes: Int { Int(sqlite3_changes64(handle)) }

    /// The id that the last `INSERT` gave its row.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
}

extension SQLiteError {
    /// What went wrong last on this connection.
    init(connection: OpaquePointer, sql: String?) {
        self.init(
            code: sqlite3_extended_errcode(connection),
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}
