import CSQLite
import Glibc

/// A connection that runs queries which somebody else has written, and nothing else.
///
/// Four walls stand one behind the other: the file is opened for reading alone; `query_only` is
/// set; an authorizer refuses, while a statement is prepared, all that is no reading; and only one
/// statement that SQLite itself calls read-only is run. A progress handler ends what takes too
/// long or too much memory.
public final class QueryConnection {
    private let connection: Connection
    private let watch = QueryWatch()

    /// - Parameter setUp: statements that are run before the walls stand, such as the making of
    ///   temporary views.
    public init(path: String, setUp: String = "") throws(SQLiteError) {
        connection = try Connection(
            path: path, configuration: .init(access: .readOnly, cacheBytes: 4 << 20))
        let handle = connection.handle
        csqlite_harden(handle)
        for (limit, value) in Self.limits { sqlite3_limit(handle, limit, value) }
        try connection.execute(setUp)
        try Self.meetVirtualTables(connection)
        try connection.execute("PRAGMA query_only = ON")
        sqlite3_set_authorizer(handle, { _, action, first, second, _, _ in
            QueryConnection.judge(action, first, second)
        }, nil)
        // Safe: the watch lives as long as the connection, which is closed before it goes.
        sqlite3_progress_handler(handle, 1_000, { context in
            guard let context else { return 1 }
            return Unmanaged<QueryWatch>.fromOpaque(context).takeUnretainedValue().mustStop() ? 1 : 0
        }, Unmanaged.passUnretained(watch).toOpaque())
    }

    deinit {
        sqlite3_progress_handler(connection.handle, 0, nil, nil)
    }

    /// A virtual table tells SQLite its columns when it is first used, as if it wrote them into the
    /// schema. That is done once a connection, and here, so that the authorizer need not allow it.
    private static func meetVirtualTables(_ connection: Connection) throws(SQLiteError) {
        let own = try Statement(
            "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE %'", on: connection
        ).all { $0.text(0) }
        for name in own + ["json_each", "json_tree"] + describing.map({ "pragma_\($0)" }) {
            let quoted = name.replacing("\"", with: "\"\"")
            try connection.execute("SELECT * FROM \"\(quoted)\" LIMIT 0")
        }
    }

    /// Runs one query. `columns` gets the names; `row` gets each row and returns `false` to stop.
    ///
    /// - Returns: whether all rows were given.
    public func run(
        _ sql: String, limits: QueryLimits, columns: ([String]) -> Void, row: ([Value]) -> Bool
    ) throws(QueryError) -> Bool {
        watch.begin(limits)
        defer { watch.end() }
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        let count = sqlite3_column_count(statement)
        columns((0..<count).map { sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? "" })
        var (rowCount, byteCount) = (0, 0)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: break
            case SQLITE_DONE: return true
            default: throw failure()
            }
            let current = Row(statement: statement)
            let values = (0..<Int(count)).map { current.value($0) }
            rowCount += 1
            byteCount += values.reduce(0) { $0 + $1.byteCount }
            guard rowCount <= limits.rows, byteCount <= limits.bytes, row(values) else { return false }
        }
    }

    private func prepare(_ sql: String) throws(QueryError) -> OpaquePointer {
        guard !sql.utf8.contains(0) else { throw .refused("the query has a zero byte") }
        var first: OpaquePointer?
        var second: OpaquePointer?
        var sql = sql
        let handle = connection.handle
        let (code, restCode) = sql.withUTF8 { text -> (Int32, Int32) in
            text.withMemoryRebound(to: CChar.self) { text in
                var rest: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v2(handle, text.baseAddress, Int32(clamping: text.count), &first, &rest)
                guard code == SQLITE_OK, first != nil, let start = text.baseAddress, let rest else {
                    return (code, SQLITE_OK)
                }
                // Safe: the rest is a place within the same text.
                let count = text.count - (rest - start)
                return (code, sqlite3_prepare_v2(handle, rest, Int32(clamping: count), &second, nil))
            }
        }
        guard code == SQLITE_OK else { throw failure() }
        let more = second
        sqlite3_finalize(second)
        guard let statement = first else { throw .refused("there is no query") }
        guard restCode == SQLITE_OK, more == nil else {
            sqlite3_finalize(statement)
            throw .refused("there may be only one statement")
        }
        guard sqlite3_stmt_readonly(statement) != 0, sqlite3_column_count(statement) > 0 else {
            sqlite3_finalize(statement)
            throw .refused("only queries are answered: nothing can be changed here")
        }
        return statement
    }

    private func failure() -> QueryError {
        if let reason = watch.reason { return reason }
        let error = SQLiteError(connection: connection.handle, sql: nil)
        switch error.primaryCode {
        case SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_MISMATCH: return .invalid(error.message)
        case SQLITE_AUTH, SQLITE_READONLY:
            return .refused("only queries are answered: \(error.message)")
        case SQLITE_NOMEM: return .tooMuchMemory
        default: return .failed(error)
        }
    }

    /// Whether something that a statement would do is reading.
    private static func judge(
        _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
    ) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION: return second.map { isHarmless(function: String(cString: $0)) } == true ? SQLITE_OK : SQLITE_DENY
        case SQLITE_PRAGMA:
            // These tell what tables there are.
            return first.map { describing.contains(String(cString: $0).lowercased()) } == true ? SQLITE_OK : SQLITE_DENY
        default: return SQLITE_DENY
        }
    }

    private static let describing: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
        "function_list",
    ]

    private static func isHarmless(function name: String) -> Bool {
        !["load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"].contains(name.lowercased())
    }

    /// Without these, one step of a query could take hours, and no progress handler is called
    /// within a step: searching one long text for another takes the product of their lengths.
    private static let limits: [(Int32, Int32)] = [
        (SQLITE_LIMIT_LENGTH, 1 << 20), (SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (SQLITE_LIMIT_EXPR_DEPTH, 200), (SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (SQLITE_LIMIT_VDBE_OP, 100_000), (SQLITE_LIMIT_ATTACHED, 0),
        (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200), (SQLITE_LIMIT_VARIABLE_NUMBER, 10),
        (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
        (SQLITE_LIMIT_COLUMN, 200),
    ]
}
