import Model
import SQLite

extension SQLiteStore {
    public func traces(_ query: TraceQuery) async throws(StoreError) -> Page<TraceSummary> {
        // A rare status finds few traces by itself, and then each is asked for its model.
        let isRare = query.status.map { $0 != .ok } ?? false
        let drivesByModel = query.model != nil && !isRare
        var list =
            drivesByModel
            ? ListQuery(time: "m.start_time", row: "m.trace", limit: query.limit)
            : ListQuery(time: "t.start_time", row: "t.id", limit: query.limit)
        if let model = query.model {
            if drivesByModel {
                list.require("m.model = (SELECT id FROM name WHERE text = ?)", model)
            } else {
                list.require(
                    """
                    EXISTS (SELECT 1 FROM trace_model AS m WHERE m.trace = t.id \
                    AND m.model = (SELECT id FROM name WHERE text = ?))
                    """, model)
            }
        }
        if let status = query.status { list.require(status: status, column: "t.status") }
        list.require(since: query.since, until: query.until)
        try list.goOn(from: query.cursor)
        let tables =
            drivesByModel ? "trace_model AS m CROSS JOIN trace AS t ON t.id = m.trace" : "trace AS t"
        let finished = list
        return try await read { connection throws(SQLiteError) in
            try finished.page(
                select: TraceReader.columns, columnCount: TraceReader.columnCount, from: tables,
                connection
            ) { row throws(SQLiteError) in
                try TraceReader.summary(row, connection)
            }
        }
    }

    public func trace(
        _ id: TraceID, limits: TraceLimits
    ) async throws(StoreError) -> RecordedTrace? {
        try await read { [interpreter] connection throws(SQLiteError) in
            let find = try connection.statement(
                """
                SELECT \(TraceReader.columns) FROM trace AS t \
                WHERE t.trace_high = ? AND t.trace_low = ?
                """)
            let found = try find.first(Int64(bitPattern: id.high), Int64(bitPattern: id.low)) {
                row throws(SQLiteError) in
                (row: row.int64(0), summary: try TraceReader.summary(row, connection))
            }
            guard let found else { return nil }
            return RecordedTrace(
                summary: found.summary,
                spans: try Self.spans(
                    ofTrace: found.row, limits: limits, interpreter, connection))
        }
    }

    private static func spans(
        ofTrace trace: Int64, limits: TraceLimits, _ interpreter: Interpreter,
        _ connection: Connection
    ) throws(SQLiteError) -> [RecordedSpan] {
        let found = try connection.statement(
            """
            SELECT \(SpanReader.columns), m.json FROM \(SpanReader.tables) \
            LEFT JOIN meaning AS m ON m.span = s.id \
            WHERE s.trace = ? ORDER BY s.start_time, s.id LIMIT ?
            """
        ).all(trace, limits.spans) { row in
            var span = SpanReader.span(row)
            span.meaning = row.optionalText(SpanReader.nextColumn).flatMap(MeaningCoding.decode)
            return (row: row.int64(0), span: span)
        }
        var byteLimit = limits.payloadBytes
        return try found.map { row, span throws(SQLiteError) in
            if let wanted = limits.payloadsOf, wanted != span.id {
                return RecordedSpan(span: span, payloads: [], omitsPayloads: true)
            }
            let read = try PayloadTable(connection).payloads(of: row, byteLimit: &byteLimit)
            var span = span
            // Of a span that runs, more has come than when it was interpreted.
            if !read.payloads.isEmpty, span.status == .running || span.meaning == nil {
                span.meaning = interpreter.meaning(of: span, payloads: read.payloads)
            }
            return RecordedSpan(span: span, payloads: read.payloads, omitsPayloads: !read.isAll)
        }
    }
}
