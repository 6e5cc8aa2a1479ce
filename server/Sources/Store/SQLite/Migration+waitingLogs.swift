extension Migration {
    /// Log records whose spans have not come yet.
    static let waitingLogs = Migration(
        version: 21,
        sql: """
            CREATE TABLE waiting_log (
                id INTEGER PRIMARY KEY,
                trace_high INTEGER NOT NULL,
                trace_low INTEGER NOT NULL,
                span_id INTEGER NOT NULL,
                -- When it came.
                arrival INTEGER NOT NULL,
                time INTEGER NOT NULL,
                bytes BLOB NOT NULL
            ) STRICT;
            CREATE INDEX waiting_log_span ON waiting_log (span_id);
            INSERT INTO counter VALUES
                ('waiting_logs', 0), ('waiting_log_bytes', 0),
                -- Whose spans never came, or that were too many.
                ('forgotten_logs', 0);
            """)
}
