import Glibc
import SQLite

/// The index of words: a full-text table in a file beside the database.
///
/// It keeps words and the spans that have them, and no text. All of it follows from what is in the database, so that it can be made
/// anew at any time.
struct SearchFile {
    /// Where the index of a database is.
    static func path(_ database: String) -> String { database + "-search" }

    /// Removes the index of a database: it follows from that. Who has it open keeps what there was.
    static func remove(_ database: String) {
        for ending in ["", "-wal", "-shm"] { unlink(path(database) + ending) }
    }

    /// As which a connection that reads the database has it beside it.
    static let schema = "words"

    /// Of the tables in it; one that has another is made anew.
    private static let version = 1

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Makes the tables, if they are not there.
    static func setUp(_ connection: Connection) throws(SQLiteError) {
        try connection.prepareFile()
        // Pages that are merged into others are not written once more to blank them, but cut off; see `Clearing`.
        try connection.execute("PRAGMA secure_delete = FAST")
        try connection.transaction { () throws(SQLiteError) in
            let found = try Statement("PRAGMA user_version", on: connection).first { $0.int(0) } ?? 0
            guard found != version else { return }
            try connection.execute(
                """
                DROP TABLE IF EXISTS search;
                DROP TABLE IF EXISTS state;
                CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                INSERT INTO state VALUES
                    -- Which index this is: the database says the same number.
                    ('file', \(Int.random(in: 1...Int.max))),
                    -- The last change of the database's that is in it.
                    ('applied', 0),
                    -- Words were taken out, and are in the file until it is merged and cut; see `Clearing`.
                    ('clearing', 0);
                CREATE VIRTUAL TABLE search USING fts5 (
                    words, content = '', columnsize = 0, detail = none,
                    tokenize = "unicode61 remove_diacritics 2"
                );
                INSERT INTO search (search, rank) VALUES ('pgsz', 12000), ('hashsize', 8388608), ('automerge', 8);
                PRAGMA user_version = \(version);
                """)
        }
        try connection.limitCache()
    }

    /// Which index this is.
    func number() throws(SQLiteError) -> Int64 { try state("file") }

    /// The number of the last change that is in it.
    func applied() throws(SQLiteError) -> Int64 { try state("applied") }

    /// Makes the changes; those before that number are in it.
    func take(_ changes: SearchChanges, through number: Int64) throws(SQLiteError) {
        if changes.isEmptied { try empty() }
        let gatherer = WordGatherer()
        try changes.forEach { step, text throws(SQLiteError) in
            let statement = try connection.statement(step.isRemoval ? Self.removal : Self.addition)
            try gatherer.withWords(of: text) { words throws(SQLiteError) in
                try statement.run { values in
                    values.add(step.span)
                    values.add(lastingText: words)
                }
            }
        }
        if changes.isMergeDue { try set("clearing", Clearing.begins.rawValue) }
        try set("applied", number)
    }

    /// Reads all that some words are looked for in.
    func tryOut(_ words: SearchExpression) throws(SQLiteError) {
        guard let expression = words.fts5 else { return }
        try connection.statement("SELECT rowid FROM search WHERE search MATCH ?").forEach(expression) { _ in true }
    }

    /// Also where rows of it are damaged, so that it could not be opened to be emptied: rows 1 and 10 are what FTS5 keeps of a table
    /// without content, the number of rows and the list of its pieces.
    private func empty() throws(SQLiteError) {
        try connection.execute(
            """
            DELETE FROM search_idx;
            DELETE FROM search_data;
            INSERT INTO search_data VALUES (1, x''), (10, x'00000000000000');
            INSERT INTO search (search) VALUES ('delete-all');
            """)
        // They may have words of spans that were removed.
        if try connection.hasFreePages() { try set("clearing", Clearing.cutting.rawValue) }
    }

    private static let addition = "INSERT INTO search (rowid, words) VALUES (?, ?)"
    private static let removal = "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)"

    /// How far the file is cleared of words that were taken out.
    private enum Clearing: Int64 {
        /// They are nowhere in it.
        case done
        /// All that there is is to be made one piece, which they are not in.
        case begins
        case merging
        /// Pages that are free still have what was on them: they are to be cut off.
        case cutting
    }

    /// Does a part of clearing the file of words that were taken out, if there are any; returns whether there is more to do.
    ///
    /// Not in a transaction: free pages are cut off for each that is done.
    func clearSome() throws(SQLiteError) -> Bool {
        switch try clearing() {
        case .done: return false
        case .begins, .merging:
            try connection.transaction { () throws(SQLiteError) in
                // Another process may have come first.
                switch try clearing() {
                // With a minus sign, all pieces are to become one.
                case .begins: try merge(pages: -Self.mergePages)
                case .merging: try merge(pages: Self.mergePages)
                case .cutting, .done: break
                }
            }
            return true
        case .cutting:
            let hasMore = try connection.cutFreePages()
            if !hasMore {
                try connection.statement("UPDATE state SET value = ? WHERE name = 'clearing' AND value = ?")
                    .run(Clearing.done.rawValue, Clearing.cutting.rawValue)
            }
            return hasMore
        }
    }

    /// Whether there are no words in it that were taken out.
    func isCleared() throws(SQLiteError) -> Bool {
        if case .done = try clearing() { true } else { false }
    }

    private func clearing() throws(SQLiteError) -> Clearing { Clearing(rawValue: try state("clearing")) ?? .begins }

    private static var mergePages: Int { 64 }

    private func merge(pages: Int) throws(SQLiteError) {
        let before = try totalChanges()
        try connection.statement("INSERT INTO search (search, rank) VALUES ('merge', ?)").run(pages)
        // A change or less is that of the statement itself: nothing was left to do.
        let isDone = try totalChanges() - before < 2
        try set("clearing", (isDone ? Clearing.cutting : .merging).rawValue)
    }

    private func totalChanges() throws(SQLiteError) -> Int {
        try connection.statement("SELECT total_changes()").first { $0.int(0) } ?? 0
    }

    private func state(_ name: String) throws(SQLiteError) -> Int64 {
        try connection.statement("SELECT value FROM state WHERE name = ?").first(name) { $0.int64(0) } ?? 0
    }

    private func set(_ name: String, _ value: Int64) throws(SQLiteError) {
        try connection.statement("UPDATE state SET value = ? WHERE name = ?").run(value, name)
    }
}
