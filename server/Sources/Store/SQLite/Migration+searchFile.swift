import SQLite

extension Migration {
    /// The index of words is a file of its own; here is what it has still to take. Which file it is, is not known yet: it is made
    /// anew.
    static let searchFile = Migration(
        version: 15,
        first: { connection throws(SQLiteError) in
            // A few at a time: what one statement changes is kept in memory, so that it can be taken back by itself. The
            // first rows say which others there are, and the table is opened once more to be dropped.
            let emptying = try Statement(
                "DELETE FROM search_data WHERE id IN (SELECT id FROM search_data WHERE id > 10 LIMIT 256)", on: connection)
            repeat { try emptying.run() } while connection.changes > 0
        },
        sql: """
            DROP TABLE search;
            DELETE FROM counter WHERE name = 'search_merge';
            INSERT INTO counter VALUES ('search_change', 0), ('search_file', 0);
            CREATE TABLE search_change (
                number INTEGER PRIMARY KEY,
                -- See `SearchChanges+bytes.swift`.
                changes BLOB NOT NULL
            ) STRICT;
            """)
}

extension Migration {
    /// Digests are those of texts and no longer those of their words: the index is made anew.
    static let textDigests = Migration(version: 17, sql: "UPDATE counter SET value = 0 WHERE name = 'search_file';")
}
