import CSQLite

/// A value that can stand for a parameter of a statement.
///
/// The conforming types are ``Statement``'s own: SQLite has no others.
public protocol Bindable: Sendable {
    /// Gives the parameter at this 1-based index its value and returns SQLite's result code.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self)
    }
}

extension Int: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, Int64(self))
    }
}

extension Bool: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self ? 1 : 0)
    }
}

extension String: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { buffer in
            // Safe: SQLite copies the bytes before this returns (`copied`). An empty string may
            // have no address, and without one SQLite would bind NULL.
            guard let start = buffer.baseAddress else {
                return sqlite3_bind_text64(statement, index, "", 0, copied, encoding)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
                sqlite3_bind_text64(statement, index, $0, UInt64(buffer.count), copied, encoding)
            }
        }
    }
}

extension [UInt8]: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { buffer in
            // Safe: SQLite copies the bytes before this returns (`copied`).
            guard let start = buffer.baseAddress, !buffer.isEmpty else {
                return sqlite3_bind_zeroblob(statement, index, 0)
            }
            return sqlite3_bind_blob64(statement, index, start, UInt64(buffer.count), copied)
        }
    }
}

extension [UInt8] {
    /// As text; the bytes must be UTF-8.
    func bindText(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { buffer in
            // Safe: SQLite copies the bytes before this returns (`copied`). Without an address it
            // would bind NULL.
            guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
                return sqlite3_bind_text64(statement, index, "", 0, copied, encoding)
            }
            return sqlite3_bind_text64(statement, index, start, UInt64(buffer.count), copied, encoding)
        }
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .some(let value): value.bind(to: statement, at: index)
        case .none: sqlite3_bind_null(statement, index)
        }
    }
}

/// `SQLITE_TRANSIENT`, which is a cast in C and therefore not imported: "make a copy".
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

private let encoding = UInt8(SQLITE_UTF8)
