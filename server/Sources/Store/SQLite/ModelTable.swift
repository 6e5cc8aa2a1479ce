import SQLite

/// Reads which models there are.
struct ModelTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Names of models, those of the latest traces first.
    func latest(limit: Int) throws(SQLiteError) -> [String] {
        // One look at the end of the index for each model, of which there are few.
        try connection.statement(
            """
            WITH RECURSIVE known (model) AS (\
            SELECT min(model) FROM trace_model UNION ALL \
            SELECT (SELECT min(model) FROM trace_model WHERE model > known.model) \
            FROM known WHERE known.model IS NOT NULL) \
            SELECT name.text FROM known JOIN name ON name.id = known.model ORDER BY \
            (SELECT max(start_time) FROM trace_model WHERE model = known.model) DESC LIMIT ?
            """
        ).all(limit) { $0.text(0) }
    }
}
