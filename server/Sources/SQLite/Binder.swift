import CSQLite

/// Gives the parameters of a statement their values, one after the other.
///
/// For the few statements that run once a span: its methods are not generic, so a call from another
/// module costs no more than SQLite's own function.
public struct Binder {
    private let statement: OpaquePointer
    private var index: Int32 = 0
    /// The first result code that was not `SQLITE_OK`.
    private(set) var failure = SQLITE_OK
    /// A value is not the statement's own, and must be forgotten when it has run.
    private(set) var hasLastingBytes = false

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    /// How many have a value.
    var count: Int32 { index }

    public mutating func add(_ value: Int64) { note(sqlite3_bind_int64(statement, next(), value)) }

    public mutating func add(_ value: Int) { add(Int64(value)) }

    public mutating func add(_ value: Bool) { add(value ? 1 as Int64 : 0) }

    public mutating func add(_ value: Int64?) {
        if let value { add(value) } else { note(sqlite3_bind_null(statement, next())) }
    }

    public mutating func add(_ value: Int?) { add(value.map(Int64.init)) }

    public mutating func add(_ text: String) { note(text.bind(to: statement, at: next())) }

    public mutating func add(_ text: String?) {
        if let text { add(text) } else { note(sqlite3_bind_null(statement, next())) }
    }

    public mutating func add(_ bytes: [UInt8]) { note(bytes.bind(to: statement, at: next())) }

    /// Bytes that stay where they are until the statement has run: they are not copied.
    public mutating func add(lasting bytes: UnsafeRawBufferPointer) {
        hasLastingBytes = true
        note(sqlite3_bind_blob64(statement, next(), bytes.baseAddress, UInt64(bytes.count), nil))
    }

    /// Bytes that are UTF-8, as text, and that stay where they are until the statement has run: they are not copied.
    public mutating func add(lastingText bytes: UnsafeRawBufferPointer) {
        hasLastingBytes = true
        // Safe: it has so many bytes, and is not read where it has none.
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        note(sqlite3_bind_text64(statement, next(), start, UInt64(bytes.count), nil, UInt8(SQLITE_UTF8)))
    }

    /// Bytes that are UTF-8, as text.
    public mutating func add(text bytes: [UInt8]) {
        note(bytes.bindText(to: statement, at: next()))
    }

    private mutating func next() -> Int32 {
        index += 1
        return index
    }

    private mutating func note(_ code: Int32) {
        if failure == SQLITE_OK { failure = code }
    }
}
