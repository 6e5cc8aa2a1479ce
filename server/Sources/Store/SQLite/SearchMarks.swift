import SQLite

/// What rows of spans say of the index of words: whether their words are in it, and which.
struct SearchMarks {
    private let connection: Connection
    /// Tells the digests of this index from those of the one before.
    private let index: Int

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        index = try CounterTable(connection).value("search_index")
    }

    /// What the row of a span has to say if the words of this text are in the index; `nil` for no text.
    func mark(_ text: SearchText) -> Int64? {
        guard !text.isEmpty else { return nil }
        return Int64(bitPattern: text.digest & ~0xFF | UInt64(index & 0xFF))
    }

    /// Whether a mark is of this index.
    func isCurrent(_ mark: Int64?) -> Bool {
        guard let mark else { return false }
        return mark & 0xFF == Int64(index & 0xFF)
    }

    /// Has no mark be of this index any more: it is emptied, and every span is to be put in again.
    func begin() throws(SQLiteError) {
        try CounterTable(connection).set("search_index", index % 255 + 1)
    }
}
