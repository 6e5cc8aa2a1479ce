extension Migration {
    /// Sums for charts, prices, and indexes for what lists are filtered by.
    static let rollups = Migration(
        version: 4,
        sql: """
            -- Sums over the spans that ended, by the time at which they began. Each span is in three
            -- rows: of its minute, its hour and its day.
            CREATE TABLE rollup (
                -- Seconds: 60, 3600 or 86400.
                width INTEGER NOT NULL,
                -- Seconds since 1970.
                start INTEGER NOT NULL,
                operation INTEGER NOT NULL,
                -- 0 stands for none.
                model INTEGER NOT NULL,
                name INTEGER NOT NULL,
                status INTEGER NOT NULL,
                spans INTEGER NOT NULL,
                duration INTEGER NOT NULL,
                input_tokens INTEGER NOT NULL,
                output_tokens INTEGER NOT NULL,
                total_tokens INTEGER NOT NULL,
                cached_tokens INTEGER NOT NULL,
                reasoning_tokens INTEGER NOT NULL,
                cost INTEGER NOT NULL,
                -- How many took how long; see `LatencyHistogram.swift`.
                latencies BLOB NOT NULL,
                PRIMARY KEY (width, start, operation, model, name, status)
            ) STRICT, WITHOUT ROWID;

            -- US dollars for a million tokens.
            CREATE TABLE price (
                id INTEGER PRIMARY KEY,
                -- The model's name; `*` stands for any text.
                pattern TEXT NOT NULL,
                -- It holds for spans that began at this time or later.
                since INTEGER NOT NULL,
                input REAL NOT NULL,
                -- NULL: as other input.
                cached_input REAL,
                output REAL NOT NULL,
                -- NULL: as other output.
                reasoning REAL,
                -- It came with Martlet, and was not put there by a user.
                is_default INTEGER NOT NULL DEFAULT 0,
                UNIQUE (pattern, since, is_default)
            ) STRICT;
            INSERT INTO counter VALUES
                -- Raised when prices change; the one that every span has seen, and the last span that was.
                ('prices', 1), ('priced', 1), ('priced_target', 0), ('priced_span', 0),
                ('default_prices', 0);

            -- Powers of two, so that a list of what exceeds a limit is read in the order of time.
            ALTER TABLE span ADD COLUMN duration_magnitude INTEGER;
            ALTER TABLE span ADD COLUMN token_magnitude INTEGER;
            ALTER TABLE span ADD COLUMN cost_magnitude INTEGER;
            CREATE INDEX span_by_name ON span (name, start_time);
            CREATE INDEX span_by_operation ON span (operation, start_time);
            CREATE INDEX span_by_duration ON span (duration_magnitude, start_time)
                WHERE duration_magnitude IS NOT NULL;
            CREATE INDEX span_by_tokens ON span (token_magnitude, start_time)
                WHERE token_magnitude IS NOT NULL;
            CREATE INDEX span_by_cost ON span (cost_magnitude, start_time)
                WHERE cost_magnitude IS NOT NULL;
            ALTER TABLE trace ADD COLUMN duration_magnitude INTEGER;
            ALTER TABLE trace ADD COLUMN token_magnitude INTEGER;
            ALTER TABLE trace ADD COLUMN cost_magnitude INTEGER;
            CREATE INDEX trace_by_title ON trace (title, start_time);
            CREATE INDEX trace_by_duration ON trace (duration_magnitude, start_time)
                WHERE duration_magnitude IS NOT NULL;
            CREATE INDEX trace_by_tokens ON trace (token_magnitude, start_time)
                WHERE token_magnitude IS NOT NULL;
            CREATE INDEX trace_by_cost ON trace (cost_magnitude, start_time)
                WHERE cost_magnitude IS NOT NULL;

            UPDATE counter SET value = 0 WHERE name LIKE 'interpretation%';
            """)
}
