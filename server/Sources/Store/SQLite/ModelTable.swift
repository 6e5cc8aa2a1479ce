import SQLite

/// The tables `span_model` and `trace_model`: under which models spans and traces are found.
struct ModelTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Lists a span, and its trace, under its models.
    func add(_ span: SpanRow, traceTime: Int64) throws(SQLiteError) {
        for model in span.models {
            try connection.statement(
                "INSERT OR REPLACE INTO span_model (model, start_time, span) VALUES (?, ?, ?)"
            ).run(model, span.startTime, span.row)
            try connection.statement(
                """
                INSERT INTO trace_model (trace, model, start_time, is_shown) VALUES (?, ?, ?, ?) \
                ON CONFLICT (trace, model) DO UPDATE SET is_shown = max(is_shown, excluded.is_shown)
                """
            ).run(span.trace, model, traceTime, model == span.model)
        }
    }

    /// Takes a span out again, and its trace if no other span of it has the model.
    func remove(_ span: SpanRow) throws(SQLiteError) {
        for model in span.models {
            try connection.statement(
                "DELETE FROM span_model WHERE model = ? AND start_time = ? AND span = ?"
            ).run(model, span.startTime, span.row)
            try connection.statement(
                """
                DELETE FROM trace_model WHERE trace = ? AND model = ? AND NOT EXISTS (\
                SELECT 1 FROM span WHERE trace = ? AND id <> ? AND (model = ? OR requested_model = ?))
                """
            ).run(span.trace, model, span.trace, span.row, model, model)
        }
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
