import CSQLite

/// A prepared statement.
///
/// It belongs to its ``Connection`` and is used on that connection's thread alone. Each of its
/// methods leaves it reset, so that it never holds a read transaction open.
public final class Statement {
    /// What it was prepared from.
    public let sql: String
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ sql: String, connection: OpaquePointer) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK else {
            throw SQLiteError(connection: connection, sql: sql)
        }
        guard let handle else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "there is no statement", sql: sql)
        }
        self.sql = sql
        self.handle = handle
        self.connection = connection
    }

    /// Prepares a statement that is used once; ``Connection/statement(_:)`` keeps others.
    public convenience init(_ sql: String, on connection: Connection) throws(SQLiteError) {
        try self.init(sql, connection: connection.handle)
    }

    deinit { sqlite3_finalize(handle) }

    /// Steps of SQLite's virtual machine that it took since this was last asked.
    func takeWork() -> Int { Int(sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_VM_STEP, 1)) }

    /// Columns of its rows.
    public var columnCount: Int { Int(sqlite3_column_count(handle)) }

    /// Runs it for its effect.
    public func run<each Value: Bindable>(_ values: repeat each Value) throws(SQLiteError) {
        try bind(repeat each values)
        defer { sqlite3_reset(handle) }
        while try step() {}
    }

    /// Runs it for its effect, with the values that `body` adds.
    public func run(binding body: (inout Binder) -> Void) throws(SQLiteError) {
        var binder = Binder(handle)
        body(&binder)
        try check(binder.failure)
        assert(binder.count == sqlite3_bind_parameter_count(handle), "wrong number of values: \(sql)")
        defer {
            sqlite3_reset(handle)
            if binder.hasLastingBytes { sqlite3_clear_bindings(handle) }
        }
        while try step() {}
    }

    /// Runs it for its effect on what lies at an address, which an interface of SQLite knows by the name of its type.
    func run(pointer: UnsafeMutableRawPointer, type: StaticString) throws(SQLiteError) {
        // Safe: the name is text that ends with a zero, and lives as long as the program.
        let type = UnsafeRawPointer(type.utf8Start).assumingMemoryBound(to: CChar.self)
        try check(sqlite3_bind_pointer(handle, 1, pointer, type, nil))
        defer { sqlite3_reset(handle) }
        while try step() {}
    }

    /// Runs it and gives each row to `body`, which returns `false` to stop.
    public func forEach<each Value: Bindable>(
        _ values: repeat each Value, body: (Row) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        try bind(repeat each values)
        defer { sqlite3_reset(handle) }
        while try step() {
            guard try body(Row(statement: handle)) else { return }
        }
    }

    /// Runs it and returns what `body` makes of the first row; `nil` if there is none.
    public func first<each Value: Bindable, Result>(
        _ values: repeat each Value, body: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result? {
        try bind(repeat each values)
        defer { sqlite3_reset(handle) }
        guard try step() else { return nil }
        return try body(Row(statement: handle))
    }

    /// Runs it and returns what `body` makes of each row.
    public func all<each Value: Bindable, Result>(
        _ values: repeat each Value, body: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> [Result] {
        try bind(repeat each values)
        defer { sqlite3_reset(handle) }
        var results: [Result] = []
        while try step() { results.append(try body(Row(statement: handle))) }
        return results
    }

    /// Runs it with as many values as a query built at run time has.
    public func all<Result>(
        binding values: [any Bindable], body: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> [Result] {
        for (index, value) in values.enumerated() {
            try check(value.bind(to: handle, at: Int32(index + 1)))
        }
        defer { sqlite3_reset(handle) }
        var results: [Result] = []
        while try step() { results.append(try body(Row(statement: handle))) }
        return results
    }

    /// Runs it with as many values as a query built at run time has, and gives each row to `body`.
    public func forEach(
        binding values: [any Bindable], body: (Row) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        for (index, value) in values.enumerated() {
            try check(value.bind(to: handle, at: Int32(index + 1)))
        }
        defer { sqlite3_reset(handle) }
        while try step() { try body(Row(statement: handle)) }
    }

    private func bind<each Value: Bindable>(_ values: repeat each Value) throws(SQLiteError) {
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try check(value.bind(to: handle, at: index))
        }
        assert(index == sqlite3_bind_parameter_count(handle), "wrong number of values: \(sql)")
    }

    private func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(connection: connection, sql: sql)
        }
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(connection: connection, sql: sql) }
    }
}
