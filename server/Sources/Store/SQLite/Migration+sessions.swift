extension Migration {
    /// A session's own scores are asked for.
    static let sessions = Migration(
        version: 8,
        sql: """
            CREATE INDEX score_by_session ON score (session, time) WHERE session IS NOT NULL;
            """)
}
