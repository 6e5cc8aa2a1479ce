import Model
import SQLite

/// Reads the lines of the list of traces.
enum TraceReader {
    /// Columns of ``summary(_:_:)``, of the table `trace AS t`.
    static let columns = """
        t.id, t.trace_high, t.trace_low, t.title, t.start_time, t.end_time, t.status, \
        t.span_count, t.running_count, t.input_preview, t.output_preview, t.input_tokens, \
        t.output_tokens, t.total_tokens, t.cached_tokens, t.reasoning_tokens, t.cost, \
        (SELECT text FROM label WHERE id = t.user), (SELECT text FROM label WHERE id = t.session)
        """
    static let columnCount = 19

    static func summary(_ row: Row, _ connection: Connection) throws(SQLiteError) -> TraceSummary {
        let start = row.int64(4)
        let end = row.int(8) == 0 ? row.optionalInt64(5) : nil
        return TraceSummary(
            id: TraceID(
                high: UInt64(bitPattern: row.int64(1)), low: UInt64(bitPattern: row.int64(2))),
            title: row.text(3), startTime: start,
            duration: end.map { max(0, $0.subtractingReportingOverflow(start).partialValue) },
            status: SpanStatus(code: row.int(6)) ?? .running, spanCount: row.int(7),
            models: try models(of: row.int64(0), connection), usage: TokenUsage(row, from: 11),
            inputPreview: row.text(9), outputPreview: row.text(10), cost: row.dollars(16),
            user: row.optionalText(17), session: row.optionalText(18))
    }

    private static func models(
        of trace: Int64, _ connection: Connection
    ) throws(SQLiteError) -> [String] {
        try connection.statement(
            """
            SELECT name.text FROM trace_model JOIN name ON name.id = trace_model.model \
            WHERE trace_model.trace = ? AND is_shown = 1
            """
        ).all(trace) { $0.text(0) }.sorted()
    }
}
