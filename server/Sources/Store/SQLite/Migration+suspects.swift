extension Migration {
    /// Spans whose interpretation ended a process: they are not interpreted again by the same version.
    static let suspects = Migration(
        version: 6,
        sql: """
            CREATE TABLE suspect (
                trace_high INTEGER NOT NULL,
                trace_low INTEGER NOT NULL,
                span_id INTEGER NOT NULL,
                version INTEGER NOT NULL,
                PRIMARY KEY (trace_high, trace_low, span_id)
            ) STRICT, WITHOUT ROWID;
            """)
}
