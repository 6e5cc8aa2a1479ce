import CSQLite

/// The row at which a statement stands. It is good until the closure it was given to returns.
///
/// Columns are counted from 0. SQLite converts between types as its documentation says, so no
/// call fails: a NULL reads as 0, as an empty string and as no bytes.
public struct Row {
    let statement: OpaquePointer

    /// Whether the column holds NULL.
    public func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    /// The column as an integer.
    public func int64(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

    /// The column as an integer.
    public func int(_ column: Int) -> Int { Int(int64(column)) }

    /// The column as an integer; `nil` for NULL.
    public func optionalInt64(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }

    /// The column as an integer; `nil` for NULL.
    public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

    /// The column as text; what is not UTF-8 in it becomes U+FFFD.
    public func text(_ column: Int) -> String {
        guard let start = sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        // Safe: SQLite keeps `count` bytes there until the statement moves on, and they are copied.
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The column as text; `nil` for NULL.
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// The column as bytes.
    public func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, Int32(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        // Safe: SQLite keeps `count` bytes there until the statement moves on, and they are copied.
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Gives `body` the column's bytes where they lie, good until it returns.
    public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = sqlite3_column_blob(statement, Int32(column))
        // Safe: SQLite keeps so many bytes there until the statement moves on, and it does not while `body` runs.
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, Int32(column)))))
    }
}
