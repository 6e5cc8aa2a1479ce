extension Migration {
    /// Users and sessions are found in one group of rows after the other; see ``RowGroups``.
    static let rowGroups = Migration(
        version: 16,
        sql: """
            DROP INDEX span_by_user;
            DROP INDEX span_by_session;
            DROP INDEX trace_by_user;
            DROP INDEX trace_by_session;
            CREATE INDEX span_by_user ON span (id >> 16, user, start_time) WHERE user IS NOT NULL;
            CREATE INDEX span_by_session ON span (id >> 16, session, start_time) WHERE session IS NOT NULL;
            CREATE INDEX trace_by_user ON trace (id >> 14, user, start_time) WHERE user IS NOT NULL;
            CREATE INDEX trace_by_session ON trace (id >> 14, session, start_time) WHERE session IS NOT NULL;

            CREATE TABLE span_group (
                -- That of its rows, without their lowest sixteen bits; of traces, without fourteen.
                number INTEGER PRIMARY KEY,
                -- No row of the group begins later.
                latest INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE trace_group (
                number INTEGER PRIMARY KEY,
                latest INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX span_group_by_latest ON span_group (latest);
            CREATE INDEX trace_group_by_latest ON trace_group (latest);
            INSERT INTO span_group SELECT id >> 16, max(start_time) FROM span GROUP BY id >> 16;
            INSERT INTO trace_group SELECT id >> 14, max(start_time) FROM trace GROUP BY id >> 14;
            """)
}

extension Migration {
    /// How selective these indexes are, in the form of `ANALYZE`: so that queries of users look into each group. Of no table and no
    /// other index anything is said. Digests are made in another way, and words are cut between characters: the index of words is made anew.
    static let groupStatistics = Migration(
        version: 18,
        sql: """
            ANALYZE span_group;
            DELETE FROM sqlite_stat1;
            INSERT INTO sqlite_stat1 VALUES
                ('span', 'span_by_user', '1000000 65536 64 1'), ('span', 'span_by_session', '1000000 65536 16 1'),
                ('trace', 'trace_by_user', '250000 16384 16 1'), ('trace', 'trace_by_session', '250000 16384 4 1');
            UPDATE counter SET value = 0 WHERE name = 'search_file';
            """)
}
