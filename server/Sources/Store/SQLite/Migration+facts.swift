extension Migration {
    /// What spans mean is not stored any more, but for what lists and charts ask for: it takes as
    /// much room as what it is made of, and is worked out when somebody looks.
    ///
    /// Payloads are found by their own number, which begins with their span's: one table less to
    /// keep sorted, and what belongs together lies together.
    static let facts = Migration(
        version: 3,
        sql: """
            DROP TABLE meaning;
            DROP INDEX span_due;
            ALTER TABLE span DROP COLUMN is_due;

            CREATE TABLE payload_by_number (
                -- The span's number times 2^24, and the position among the span's fragments.
                id INTEGER PRIMARY KEY,
                number INTEGER NOT NULL,
                key INTEGER NOT NULL REFERENCES name,
                media_type INTEGER NOT NULL,
                is_cut INTEGER NOT NULL,
                time INTEGER NOT NULL,
                total_length INTEGER NOT NULL,
                fragment_offset INTEGER NOT NULL,
                bytes BLOB NOT NULL
            ) STRICT;
            INSERT INTO payload_by_number
                SELECT (span << 24) + position, number, key, media_type, is_cut, time, total_length,
                    fragment_offset, bytes
                FROM (SELECT id AS fragment, row_number() OVER (PARTITION BY span ORDER BY id) - 1 AS position
                    FROM payload) JOIN payload ON payload.id = fragment
                WHERE position < 1 << 24 ORDER BY span, position;
            DROP TABLE payload;
            ALTER TABLE payload_by_number RENAME TO payload;

            -- Users, sessions and tags. Apart from names, so that they can be forgotten.
            CREATE TABLE label (
                id INTEGER PRIMARY KEY,
                text TEXT NOT NULL UNIQUE
            ) STRICT;

            -- What sort of work it was; the numbers are in `Operation+code.swift`.
            ALTER TABLE span ADD COLUMN operation INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE span ADD COLUMN user INTEGER REFERENCES label;
            ALTER TABLE span ADD COLUMN session INTEGER REFERENCES label;
            -- Nanoseconds from the start to the first token.
            ALTER TABLE span ADD COLUMN first_token INTEGER;
            -- Billionths of a US dollar; and whether the sender said it, or it follows from a price.
            ALTER TABLE span ADD COLUMN cost INTEGER;
            ALTER TABLE span ADD COLUMN is_cost_given INTEGER NOT NULL DEFAULT 0;
            -- Numbers of labels, with spaces between them.
            ALTER TABLE span ADD COLUMN tags TEXT;
            CREATE INDEX span_by_user ON span (user, start_time) WHERE user IS NOT NULL;
            CREATE INDEX span_by_session ON span (session, start_time) WHERE session IS NOT NULL;

            ALTER TABLE trace ADD COLUMN user INTEGER REFERENCES label;
            ALTER TABLE trace ADD COLUMN session INTEGER REFERENCES label;
            ALTER TABLE trace ADD COLUMN cost INTEGER;
            CREATE INDEX trace_by_user ON trace (user, start_time) WHERE user IS NOT NULL;
            CREATE INDEX trace_by_session ON trace (session, start_time) WHERE session IS NOT NULL;

            CREATE TABLE span_tag (
                tag INTEGER NOT NULL REFERENCES label,
                start_time INTEGER NOT NULL,
                span INTEGER NOT NULL REFERENCES span,
                PRIMARY KEY (tag, start_time, span)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE trace_tag (
                trace INTEGER NOT NULL REFERENCES trace,
                tag INTEGER NOT NULL REFERENCES label,
                start_time INTEGER NOT NULL,
                is_shown INTEGER NOT NULL,
                PRIMARY KEY (trace, tag)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX trace_tag_by_start ON trace_tag (tag, start_time, trace);

            -- All of it is to be worked out again.
            UPDATE counter SET value = 0 WHERE name LIKE 'interpretation%';
            """)
}
