extension Migration {
    /// Spans that were sent by other programs, and scores.
    ///
    /// Rows of a new trace lie at the end of the index, so that it touches few pages although a
    /// span's own id is random.
    static let received = Migration(
        version: 2,
        sql: """
            -- The attributes of the OpenTelemetry resource, for spans that were received.
            ALTER TABLE process ADD COLUMN resource TEXT;
            ALTER TABLE span ADD COLUMN is_received INTEGER NOT NULL DEFAULT 0;
            CREATE INDEX span_received ON span (trace, span_id) WHERE is_received = 1;

            CREATE TABLE score (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                -- 0 number, 1 truth, 2 category, 3 text
                kind INTEGER NOT NULL,
                number REAL,
                text TEXT,
                trace_high INTEGER,
                trace_low INTEGER,
                span_id INTEGER,
                session TEXT,
                comment TEXT,
                environment TEXT,
                metadata TEXT,
                time INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX score_by_trace ON score (trace_high, trace_low, time)
                WHERE trace_high IS NOT NULL;
            """)
}
