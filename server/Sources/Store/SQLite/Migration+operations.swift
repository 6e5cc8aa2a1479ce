extension Migration {
    /// Which operations a trace's spans are: traces of one are found by each of the few sets that have it.
    static let operations = Migration(
        version: 20,
        sql: """
            -- A bit for each operation that one of its spans is; and how many are, such as `2:5 10:1`, without those that are nothing in particular.
            ALTER TABLE trace ADD COLUMN operations INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE trace ADD COLUMN operation_counts TEXT NOT NULL DEFAULT '';
            UPDATE trace SET (operations, operation_counts) = (
                SELECT coalesce(sum(1 << operation), 1),
                    coalesce(group_concat(CASE WHEN operation <> 0 THEN operation || ':' || number END, ' '), '')
                FROM (SELECT operation, count(*) AS number FROM span WHERE span.trace = trace.id GROUP BY operation));
            CREATE INDEX trace_by_operations ON trace (operations, start_time);
            """)
}
