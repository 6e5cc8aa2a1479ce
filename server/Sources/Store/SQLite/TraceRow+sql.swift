import Model
import SQLite

extension TraceRow {
    static let columns = "id, trace_high, trace_low, \(changingColumns)"
    private static let changingColumns = """
        start_time, end_time, running_count, ok_count, error_count, \
        cancelled_count, abandoned_count, interrupted_count, title, title_span, title_time, \
        title_is_root, input_preview, input_span, input_time, output_preview, output_span, \
        output_time, input_tokens, output_tokens, total_tokens, cached_tokens, \
        reasoning_tokens, cost, user, session, priced_span_count, operation_counts
        """

    static let byRow = "SELECT \(columns) FROM trace WHERE id = ?"
    /// In one group of rows; see ``TraceFilters``.
    static let byIDInGroup = """
        SELECT \(columns) FROM trace INDEXED BY trace_by_id \
        WHERE \(RowGroups.number("id", of: "trace")) = ? AND trace_high = ? AND trace_low = ?
        """
    /// Behind `FROM`: a trace, as `t`, that is looked for in one group after the other, the latest first. The values are the two halves of
    /// its id.
    static let foundByID = """
        trace_group AS g CROSS JOIN trace AS t INDEXED BY trace_by_id ON \(RowGroups.number("t.id", of: "trace")) = +g.number \
        WHERE t.trace_high = ? AND t.trace_low = ? ORDER BY g.number DESC LIMIT 1
        """
    /// The row of the trace with an id, as a value.
    static let rowByID = "(SELECT t.id FROM \(foundByID))"
    /// All tokens of a trace, as `t`.
    static let tokens = "coalesce(t.total_tokens, coalesce(t.input_tokens, 0) + coalesce(t.output_tokens, 0))"
    /// How long a trace took, as `t`; nothing while it runs.
    static let duration = "CASE WHEN t.running_count = 0 THEN t.end_time - t.start_time END"
    private static let insert = """
        INSERT INTO trace (\(columns), \(derivedColumns)) VALUES (?, ?, ?, \(placeholders))
        """
    private static let update = """
        UPDATE trace SET (\(changingColumns), \(derivedColumns)) = (\(placeholders)) WHERE id = ?
        """
    private static let derivedColumns = "status, span_count, operations"
    private static let placeholders =
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
    private static let delete = "DELETE FROM trace WHERE id = ?"
    /// Both are in the column `title_is_root`.
    private static let rootMark = 1
    private static let nameMark = 2
    /// What is listed by the trace's time.
    private static let listings = ["trace_model", "trace_tag"]

    init(_ row: Row) {
        self.row = row.int64(0)
        id = TraceID(
            high: UInt64(bitPattern: row.int64(1)), low: UInt64(bitPattern: row.int64(2)))
        startTime = row.int64(3)
        endTime = row.optionalInt64(4)
        for status in SpanStatus.allCases { counts[status] = row.int(5 + status.code) }
        title = row.text(11)
        titleSpan = row.int64(12)
        titleTime = row.int64(13)
        titleIsRoot = row.int(14) & Self.rootMark != 0
        isNamed = row.int(14) & Self.nameMark != 0
        input = Excerpt(row, from: 15)
        output = Excerpt(row, from: 18)
        usage = TokenUsage(row, from: 21)
        cost = row.optionalInt64(26)
        user = row.optionalInt64(27)
        session = row.optionalInt64(28)
        pricedSpanCount = row.int(29)
        operations = OperationCounts(row.text(30))
        isNew = false
        isChanged = false
        listedTime = startTime
    }

    /// Writes it into the table; a trace that has lost its last span goes.
    func write(to connection: Connection) throws(SQLiteError) {
        guard spanCount > 0 else {
            guard !isNew else { return }
            try connection.statement(Self.delete).run(row)
            for table in Self.listings {
                try connection.statement("DELETE FROM \(table) WHERE trace = ?").run(row)
            }
            try connection.statement("DELETE FROM score WHERE trace_high = ? AND trace_low = ?")
                .run(Int64(bitPattern: id.high), Int64(bitPattern: id.low))
            return
        }
        try connection.statement(isNew ? Self.insert : Self.update).run { values in
            if isNew {
                values.add(row)
                values.add(Int64(bitPattern: id.high))
                values.add(Int64(bitPattern: id.low))
            }
            bind(to: &values)
            if !isNew { values.add(row) }
        }
        guard !isNew, startTime != listedTime else { return }
        for table in Self.listings {
            try connection.statement("UPDATE \(table) SET start_time = ? WHERE trace = ?")
                .run(startTime, row)
        }
    }

    private func bind(to values: inout Binder) {
        values.add(startTime)
        values.add(endTime)
        for code in 0..<SpanStatus.allCases.count {
            values.add(SpanStatus(code: code).map { counts[$0] } ?? 0)
        }
        values.add(title)
        values.add(titleSpan)
        values.add(titleTime)
        values.add((titleIsRoot ? Self.rootMark : 0) | (isNamed ? Self.nameMark : 0))
        for preview in [input, output] {
            values.add(preview?.text ?? "")
            values.add(preview?.span)
            values.add(preview?.time)
        }
        values.add(usage.input)
        values.add(usage.output)
        values.add(usage.total)
        values.add(usage.cachedInput)
        values.add(usage.reasoning)
        values.add(cost)
        values.add(user)
        values.add(session)
        values.add(pricedSpanCount)
        values.add(operations.text)
        values.add(status.code)
        values.add(spanCount)
        values.add(operations.present(of: spanCount))
    }
}

extension TraceRow.Excerpt {
    /// From three columns: text, span, time; `nil` if there is no span.
    fileprivate init?(_ row: Row, from column: Int) {
        guard !row.isNull(column + 1) else { return nil }
        self.init(text: row.text(column), span: row.int64(column + 1), time: row.int64(column + 2))
    }
}
