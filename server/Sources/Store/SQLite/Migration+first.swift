extension Migration {
    /// Processes, segments, traces, spans, payloads and meanings.
    ///
    /// Ids that programs make are random, and an index over them would touch a page of its own
    /// for each span. So rows refer to each other by SQLite's small consecutive integers; a
    /// span's own id is found through `span_open`, which holds only the spans that can still
    /// change, and a trace's id is indexed once a trace.
    static let first = Migration(
        version: 1,
        sql: """
            CREATE TABLE counter (
                name TEXT PRIMARY KEY,
                value INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            INSERT INTO counter VALUES
                ('traces', 0), ('spans', 0), ('payloads', 0),
                -- The version of the interpretation that every span has seen; the one that they are
                -- being given, and the last span that was.
                ('interpretation', 0), ('interpretation_target', 0), ('interpretation_span', 0);

            -- Texts that come again and again: names of spans, scopes, keys, models.
            CREATE TABLE name (
                id INTEGER PRIMARY KEY,
                text TEXT NOT NULL UNIQUE
            ) STRICT;

            CREATE TABLE process (
                id INTEGER PRIMARY KEY,
                instance_high INTEGER NOT NULL,
                instance_low INTEGER NOT NULL,
                process_id INTEGER NOT NULL,
                parent_process_id INTEGER NOT NULL,
                start_time INTEGER NOT NULL,
                last_time INTEGER NOT NULL,
                is_gone INTEGER NOT NULL DEFAULT 0,
                dropped_records INTEGER NOT NULL DEFAULT 0,
                dropped_bytes INTEGER NOT NULL DEFAULT 0,
                executable TEXT, program TEXT, runtime TEXT, recorder TEXT, host TEXT, service TEXT,
                UNIQUE (instance_high, instance_low)
            ) STRICT;

            CREATE TABLE segment (
                id INTEGER PRIMARY KEY,
                process INTEGER NOT NULL REFERENCES process,
                number INTEGER NOT NULL,
                position INTEGER NOT NULL,
                state INTEGER NOT NULL,
                problem TEXT,
                UNIQUE (process, number)
            ) STRICT;
            CREATE INDEX segment_unfinished ON segment (state) WHERE state <> 1;

            CREATE TABLE trace (
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
                input_preview TEXT NOT NULL DEFAULT '',
                input_span INTEGER,
                input_time INTEGER,
                output_preview TEXT NOT NULL DEFAULT '',
                output_span INTEGER,
                output_time INTEGER,
                input_tokens INTEGER,
                output_tokens INTEGER,
                total_tokens INTEGER,
                cached_tokens INTEGER,
                reasoning_tokens INTEGER,
                UNIQUE (trace_high, trace_low)
            ) STRICT;
            CREATE INDEX trace_by_start ON trace (start_time);
            CREATE INDEX trace_by_status ON trace (status, start_time) WHERE status <> 1;

            CREATE TABLE trace_model (
                trace INTEGER NOT NULL REFERENCES trace,
                model INTEGER NOT NULL REFERENCES name,
                start_time INTEGER NOT NULL,
                -- It answered; else it was only asked for.
                is_shown INTEGER NOT NULL,
                PRIMARY KEY (trace, model)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX trace_model_by_start ON trace_model (model, start_time, trace);

            CREATE TABLE span (
                id INTEGER PRIMARY KEY,
                process INTEGER NOT NULL REFERENCES process,
                trace INTEGER NOT NULL REFERENCES trace,
                span_id INTEGER NOT NULL,
                parent_id INTEGER,
                name INTEGER NOT NULL REFERENCES name,
                scope INTEGER NOT NULL REFERENCES name,
                kind INTEGER NOT NULL,
                thread_id INTEGER NOT NULL,
                start_time INTEGER NOT NULL,
                end_time INTEGER,
                status INTEGER NOT NULL,
                -- Something may still change: it runs, was interrupted, or has no start yet.
                is_open INTEGER NOT NULL,
                has_start INTEGER NOT NULL,
                payload_count INTEGER NOT NULL,
                -- There is something new to interpret.
                is_due INTEGER NOT NULL,
                -- What follows is interpreted.
                title TEXT,
                model INTEGER REFERENCES name,
                requested_model INTEGER REFERENCES name,
                input_tokens INTEGER,
                output_tokens INTEGER,
                total_tokens INTEGER,
                cached_tokens INTEGER,
                reasoning_tokens INTEGER
            ) STRICT;
            CREATE INDEX span_open ON span (process, span_id) WHERE is_open = 1;
            CREATE INDEX span_due ON span (id) WHERE is_due = 1;
            CREATE INDEX span_by_trace ON span (trace, start_time);
            CREATE INDEX span_by_start ON span (start_time);
            CREATE INDEX span_by_status ON span (status, start_time) WHERE status <> 1;

            CREATE TABLE span_model (
                model INTEGER NOT NULL REFERENCES name,
                start_time INTEGER NOT NULL,
                span INTEGER NOT NULL REFERENCES span,
                PRIMARY KEY (model, start_time, span)
            ) STRICT, WITHOUT ROWID;

            -- Fragments as they were recorded, so that the meaning can be worked out again.
            CREATE TABLE payload (
                id INTEGER PRIMARY KEY,
                span INTEGER NOT NULL REFERENCES span,
                number INTEGER NOT NULL,
                key INTEGER NOT NULL REFERENCES name,
                media_type INTEGER NOT NULL,
                is_cut INTEGER NOT NULL,
                time INTEGER NOT NULL,
                total_length INTEGER NOT NULL,
                fragment_offset INTEGER NOT NULL,
                bytes BLOB NOT NULL
            ) STRICT;
            CREATE INDEX payload_by_span ON payload (span);

            CREATE TABLE meaning (
                span INTEGER PRIMARY KEY REFERENCES span,
                json TEXT NOT NULL
            ) STRICT;
            """)
}
