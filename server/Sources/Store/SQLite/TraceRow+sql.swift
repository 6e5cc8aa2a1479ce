import Model
import SQLite

extension TraceRow {
    static let columns = """
        id, trace_high, trace_low, start_time, end_time, running_count, ok_count, error_count, \
        cancelled_count, abandoned_count, interrupted_count, title, title_span, title_time, \
        title_is_root, input_preview, input_span, input_time, output_preview, output_span, \
        output_time, input_tokens, output_tokens, total_tokens, cached_tokens, reasoning_tokens
        """

    static let byRow = "SELECT \(columns) FROM trace WHERE id = ?"
    static let byID = "SELECT \(columns) FROM trace WHERE trace_high = ? AND trace_low = ?"
    private static let insert = """
        INSERT INTO trace (\(columns), status, span_count) VALUES \
        (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let update = """
        UPDATE trace SET start_time = ?, end_time = ?, running_count = ?, ok_count = ?, \
        error_count = ?, cancelled_count = ?, abandoned_count = ?, interrupted_count = ?, \
        title = ?, title_span = ?, title_time = ?, title_is_root = ?, input_preview = ?, \
        input_span = ?, input_time = ?, output_preview = ?, output_span = ?, output_time = ?, \
        input_tokens = ?, output_tokens = ?, total_tokens = ?, cached_tokens = ?, \
        reasoning_tokens = ?, status = ?, span_count = ? WHERE id = ?
        """
    private static let delete = "DELETE FROM trace WHERE id = ?"
    private static let deleteModels = "DELETE FROM trace_model WHERE trace = ?"
    private static let moveModels = "UPDATE trace_model SET start_time = ? WHERE trace = ?"

    init(_ row: Row) {
        self.row = row.int64(0)
        id = TraceID(
            high: UInt64(bitPattern: row.int64(1)), low: UInt64(bitPattern: row.int64(2)))
        startTime = row.int64(3)
        endTime = row.optionalInt64(4)
        for code in counts.indices { counts[code] = row.int(5 + code) }
        title = row.text(11)
        titleSpan = row.int64(12)
        titleTime = row.int64(13)
        titleIsRoot = row.int(14) != 0
        input = Preview(row, from: 15)
        output = Preview(row, from: 18)
        usage = TokenUsage(row, from: 21)
        isNew = false
        listedTime = startTime
    }

    /// Writes it into the table; a trace that has lost its last span goes.
    func write(to connection: Connection) throws(SQLiteError) {
        if spanCount == 0 {
            guard !isNew else { return }
            try connection.statement(Self.delete).run(row)
            try connection.statement(Self.deleteModels).run(row)
        } else if isNew {
            try connection.statement(Self.insert).run(
                row, Int64(bitPattern: id.high), Int64(bitPattern: id.low), startTime, endTime,
                counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
                title, titleSpan, titleTime, titleIsRoot,
                input?.text ?? "", input?.span, input?.time,
                output?.text ?? "", output?.span, output?.time,
                usage.input, usage.output, usage.total, usage.cachedInput, usage.reasoning,
                status.code, spanCount)
        } else {
            try connection.statement(Self.update).run(
                startTime, endTime,
                counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
                title, titleSpan, titleTime, titleIsRoot,
                input?.text ?? "", input?.span, input?.time,
                output?.text ?? "", output?.span, output?.time,
                usage.input, usage.output, usage.total, usage.cachedInput, usage.reasoning,
                status.code, spanCount, row)
            if startTime != listedTime {
                try connection.statement(Self.moveModels).run(startTime, row)
            }
        }
    }
}

extension TraceRow.Preview {
    /// From three columns: text, span, time; `nil` if there is no span.
    fileprivate init?(_ row: Row, from column: Int) {
        guard !row.isNull(column + 1) else { return nil }
        self.init(text: row.text(column), span: row.int64(column + 1), time: row.int64(column + 2))
    }
}
