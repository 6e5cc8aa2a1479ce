extension Migration {
    /// Traces are found by their ids in one group of rows after the other; see ``TraceFilters``. The index that goes is that of a condition
    /// of the table, which has to be made anew for it.
    static let traceFilters = Migration(
        version: 19,
        sql: """
            CREATE TABLE trace_of_19 (
                id INTEGER PRIMARY KEY,
                trace_high INTEGER NOT NULL,
                trace_low INTEGER NOT NULL,
                start_time INTEGER NOT NULL,
                end_time INTEGER,
                status INTEGER NOT NULL,
                span_count INTEGER NOT NULL,
                running_count INTEGER NOT NULL,
                ok_count INTEGER NOT NULL,
                error_count INTEGER NOT NULL,
                cancelled_count INTEGER NOT NULL,
                abandoned_count INTEGER NOT NULL,
                interrupted_count INTEGER NOT NULL,
                -- The span that gives the title: the root, or the earliest while there is none.
                title TEXT NOT NULL,
                title_span INTEGER NOT NULL,
                title_time INTEGER NOT NULL,
                title_is_root INTEGER NOT NULL,
                -- The span with the first prompt, and the one with the last answer.
                input_preview TEXT NOT NULL,
                input_span INTEGER,
                input_time INTEGER,
                output_preview TEXT NOT NULL,
                output_span INTEGER,
                output_time INTEGER,
                input_tokens INTEGER,
                output_tokens INTEGER,
                total_tokens INTEGER,
                cached_tokens INTEGER,
                reasoning_tokens INTEGER,
                user INTEGER REFERENCES label,
                session INTEGER REFERENCES label,
                cost INTEGER,
                -- Powers of two, so that a list of what exceeds a limit is read in the order of time.
                duration_magnitude INTEGER,
                token_magnitude INTEGER,
                cost_magnitude INTEGER,
                priced_span_count INTEGER NOT NULL
            ) STRICT;
            INSERT INTO trace_of_19 SELECT
                id, trace_high, trace_low, start_time, end_time, status, span_count, running_count, ok_count, error_count,
                cancelled_count, abandoned_count, interrupted_count, title, title_span, title_time, title_is_root,
                input_preview, input_span, input_time, output_preview, output_span, output_time, input_tokens, output_tokens,
                total_tokens, cached_tokens, reasoning_tokens, user, session, cost, duration_magnitude, token_magnitude,
                cost_magnitude, priced_span_count
            FROM trace ORDER BY id;
            DROP TABLE trace;
            ALTER TABLE trace_of_19 RENAME TO trace;
            CREATE INDEX trace_by_id ON trace (id >> 14, trace_high, trace_low);
            CREATE INDEX trace_by_start ON trace (start_time);
            CREATE INDEX trace_by_status ON trace (status, start_time) WHERE status <> 1;
            CREATE INDEX trace_by_title ON trace (title, start_time);
            CREATE INDEX trace_by_duration ON trace (duration_magnitude, start_time) WHERE duration_magnitude IS NOT NULL;
            CREATE INDEX trace_by_tokens ON trace (token_magnitude, start_time) WHERE token_magnitude IS NOT NULL;
            CREATE INDEX trace_by_cost ON trace (cost_magnitude, start_time) WHERE cost_magnitude IS NOT NULL;
            CREATE INDEX trace_by_user ON trace (id >> 14, user, start_time) WHERE user IS NOT NULL;
            CREATE INDEX trace_by_session ON trace (id >> 14, session, start_time) WHERE session IS NOT NULL;
            INSERT INTO sqlite_stat1 VALUES
                ('trace', 'trace_by_user', '250000 16384 16 1'), ('trace', 'trace_by_session', '250000 16384 4 1'),
                ('trace', 'trace_by_id', '250000 16384 1 1');

            -- For each group that is full, the filter of its traces' ids.
            CREATE TABLE trace_filter (
                number INTEGER PRIMARY KEY,
                bits BLOB NOT NULL
            ) STRICT;
            """)
}
