extension Migration {
    /// The words of prompts and answers, to search for.
    ///
    /// The index keeps words and the spans that have them, and no text: the text follows from the
    /// payloads, also when a span is to be taken out again.
    static let search = Migration(
        version: 5,
        sql: """
            CREATE VIRTUAL TABLE search USING fts5 (
                words, content = '', columnsize = 0, detail = none,
                tokenize = "unicode61 remove_diacritics 2"
            );
            INSERT INTO search (search, rank) VALUES ('pgsz', 12000);
            -- What was put into the index for a span: a digest of its words, and in the lowest byte
            -- the number of the index, which is another one whenever it is made anew.
            ALTER TABLE span ADD COLUMN search_digest INTEGER;
            INSERT INTO counter VALUES
                ('search_index', 1),
                -- Words were taken out, and are in the index until it is merged: 1 to begin with it.
                ('search_merge', 0);
            UPDATE counter SET value = 0 WHERE name LIKE 'interpretation%';
            """)
}
