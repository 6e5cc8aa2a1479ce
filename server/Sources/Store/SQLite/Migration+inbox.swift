extension Migration {
    /// The number of the last entry of the inbox that is in the tables; and an index of words that gathers
    /// those of many spans before it writes them, and merges its parts less often.
    static let inbox = Migration(
        version: 9,
        sql: """
            INSERT INTO counter VALUES ('received', 0);
            INSERT INTO search (search, rank) VALUES ('hashsize', 8388608), ('automerge', 8);
            """)
}

extension Migration {
    /// Which inbox is the database's own; 0 for one that has none yet, such as a backup.
    static let ownInbox = Migration(version: 13, sql: "INSERT INTO counter VALUES ('inbox', 0);")
}

extension Migration {
    /// Several payloads of a span may lie in one row, which an earlier program would take for one. Nothing changes in
    /// what is there.
    static let joinedPayloads = Migration(version: 14, sql: "")
}

extension Migration {
    /// How often a process ended while it interpreted a span.
    static let strikes = Migration(
        version: 10, sql: "ALTER TABLE suspect ADD COLUMN strikes INTEGER NOT NULL DEFAULT 2;")
}

extension Migration {
    /// Digests of words are made in another way: the index is made anew.
    static let digests = Migration(
        version: 11,
        sql: """
            INSERT INTO search (search) VALUES ('delete-all');
            UPDATE counter SET value = value % 255 + 1 WHERE name = 'search_index';
            UPDATE counter SET value = 0 WHERE name LIKE 'interpretation%';
            """)
}

extension Migration {
    /// How many spans of a trace have a cost, so that a trace that has none does not cost 0.
    static let pricedSpans = Migration(
        version: 12,
        sql: """
            ALTER TABLE trace ADD COLUMN priced_span_count INTEGER NOT NULL DEFAULT 0;
            UPDATE trace SET priced_span_count =
                (SELECT count(*) FROM span WHERE span.trace = trace.id AND span.cost IS NOT NULL);
            UPDATE trace SET cost = NULL, cost_magnitude = NULL WHERE priced_span_count = 0 AND cost IS NOT NULL;
            """)
}
