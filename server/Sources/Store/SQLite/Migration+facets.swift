extension Migration {
    /// What lists are filtered by, in columns of 4,096 rows each; see ``FacetTable``. They are made in time. They take the place of the
    /// indexes of numbers' powers of two, and of the one of sets of operations.
    static let facets = Migration(
        version: 23,
        sql: """
            DROP INDEX span_by_duration;
            DROP INDEX span_by_tokens;
            DROP INDEX span_by_cost;
            DROP INDEX trace_by_duration;
            DROP INDEX trace_by_tokens;
            DROP INDEX trace_by_cost;
            DROP INDEX trace_by_operations;
            ALTER TABLE span DROP COLUMN duration_magnitude;
            ALTER TABLE span DROP COLUMN token_magnitude;
            ALTER TABLE span DROP COLUMN cost_magnitude;
            ALTER TABLE trace DROP COLUMN duration_magnitude;
            ALTER TABLE trace DROP COLUMN token_magnitude;
            ALTER TABLE trace DROP COLUMN cost_magnitude;

            CREATE TABLE span_chunk (
                -- That of its rows, without their lowest twelve bits.
                number INTEGER PRIMARY KEY,
                -- The times of its first and its last row.
                earliest INTEGER NOT NULL,
                latest INTEGER NOT NULL,
                -- Rows have changed.
                is_stale INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX span_chunk_by_latest ON span_chunk (is_stale, latest);
            CREATE INDEX span_chunk_stale ON span_chunk (number) WHERE is_stale = 1;
            CREATE TABLE span_facet (
                -- The column's number times 2^40, and that of the chunk.
                id INTEGER PRIMARY KEY,
                bytes BLOB NOT NULL
            ) STRICT;
            CREATE TABLE trace_chunk (
                number INTEGER PRIMARY KEY,
                earliest INTEGER NOT NULL,
                latest INTEGER NOT NULL,
                is_stale INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX trace_chunk_by_latest ON trace_chunk (is_stale, latest);
            CREATE INDEX trace_chunk_stale ON trace_chunk (number) WHERE is_stale = 1;
            CREATE TABLE trace_facet (
                id INTEGER PRIMARY KEY,
                bytes BLOB NOT NULL
            ) STRICT;
            """)
}
