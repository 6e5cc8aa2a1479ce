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
            SELECT \(SpanReader.columns), \(MeaningOutline.columns) FROM \(SpanReader.tables) \
            \(MeaningOutline.joins) WHERE s.trace = ? ORDER BY s.start_time, s.id LIMIT ?
            """
        ).all(trace, limits.spans) { row in
            (
                row: row.int64(0), span: SpanReader.span(row),
                outline: MeaningOutline.meaning(row, from: SpanReader.nextColumn)
            )
        }
        let payloads = PayloadTable(connection)
        var byteLimit = limits.payloadBytes
        // Beside the bytes that are returned: all have to be read to know what they mean.
        var meaningLimit = TraceLimits.meaningBytes
        return try found.map { row, span, outline throws(SQLiteError) in
            var span = span
            let isWanted = limits.payloadsOf.map { $0 == span.id } ?? true
            let read =
                isWanted
                ? try payloads.payloads(of: row, byteLimit: &byteLimit)
                : try payloads.payloads(of: row, byteLimit: &meaningLimit)
            span.meaning =
                !read.isAll
                ? outline : read.payloads.isEmpty ? nil : interpreter.meaning(of: span, payloads: read.payloads)
            return RecordedSpan(
                span: span, payloads: isWanted ? read.payloads : [],
                omitsPayloads: !isWanted || !read.isAll)
        }
    }
}
