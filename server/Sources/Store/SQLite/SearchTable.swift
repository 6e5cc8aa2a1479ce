import SQLite

/// The table `search`: which spans have which words.
struct SearchTable {
    private let connection: Connection
    /// Tells the digests of this index from those of the one before.
    private let index: Int

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        index = try CounterTable(connection).value("search_index")
    }

    /// What the row of a span has to say if these words are in the index; `nil` for no words.
    func mark(_ text: SearchText) -> Int64? {
        guard !text.isEmpty else { return nil }
        return Int64(bitPattern: text.digest & ~0xFF | UInt64(index & 0xFF))
    }

    /// Whether a mark is of this index.
    func isCurrent(_ mark: Int64?) -> Bool {
        guard let mark else { return false }
        return mark & 0xFF == Int64(index & 0xFF)
    }

    /// Puts a span's words into the index.
    func add(_ text: SearchText, span: Int64) throws(SQLiteError) {
        try connection.statement("INSERT INTO search (rowid, words) VALUES (?, ?)").run { values in
            values.add(span)
            values.add(text: text.words)
        }
    }

    /// Takes a span's words out, which must be the very ones that were put in.
    func remove(_ text: SearchText, span: Int64) throws(SQLiteError) {
        try connection.statement(
            "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)"
        ).run { values in
            values.add(span)
            values.add(text: text.words)
        }
    }

    /// Has the index merged in full. Until that is done, words that were taken out are hidden but
    /// still in the file.
    func beginMerge() throws(SQLiteError) {
        try CounterTable(connection).set("search_merge", 1)
    }

    /// Merges a part of the index if that is due; returns whether there may be more.
    func mergeSome() throws(SQLiteError) -> Bool {
        let counters = CounterTable(connection)
        let state = try counters.value("search_merge")
        guard state > 0 else { return false }
        let before = try totalChanges()
        // Pages to write; with a minus sign, all that there is is made one piece.
        try connection.statement("INSERT INTO search (search, rank) VALUES ('merge', ?)")
            .run(state == 1 ? -Self.mergePages : Self.mergePages)
        // A change or less is that of the statement itself: nothing was left to do.
        let isDone = try totalChanges() - before < 2
        if isDone || state == 1 { try counters.set("search_merge", isDone ? 0 : 2) }
        return !isDone
    }

    private static var mergePages: Int { 64 }

    private func totalChanges() throws(SQLiteError) -> Int {
        try connection.statement("SELECT total_changes()").first { $0.int(0) } ?? 0
    }

    /// Empties the index; every span is then to be interpreted anew, and put in again with it.
    func empty() throws(SQLiteError) {
        try connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        try CounterTable(connection).set("search_index", index % 255 + 1)
    }
}
