import Model
import SQLite

extension SQLiteStore {
    public func spans(_ query: SpanQuery) async throws(StoreError) -> Page<SpanSummary> {
        // A rare status finds few spans by itself, and then each is asked for its model.
        let isRare = query.trace != nil || query.status.map { $0 != .ok } ?? false
        let drivesByModel = query.model != nil && !isRare
        var list =
            drivesByModel
            ? ListQuery(time: "sm.start_time", row: "sm.span", limit: query.limit)
            : ListQuery(time: "s.start_time", row: "s.id", limit: query.limit)
        if let trace = query.trace {
            list.require(
                "s.trace = (SELECT id FROM trace WHERE trace_high = ? AND trace_low = ?)",
                Int64(bitPattern: trace.high), Int64(bitPattern: trace.low))
        }
        if let model = query.model {
            let row = "(SELECT id FROM name WHERE text = ?)"
            if drivesByModel {
                list.require("sm.model = \(row)", model)
            } else {
                list.require("\(row) IN (s.model, s.requested_model)", model)
            }
        }
        if let status = query.status { list.require(status: status, column: "s.status") }
        list.require(since: query.since, until: query.until)
        try list.goOn(from: query.cursor)
        let finished = list
        let spans =
            drivesByModel
            ? "span_model AS sm CROSS JOIN \(SpanReader.tables(on: "s.id = sm.span"))"
            : SpanReader.tables
        return try await read { connection throws(SQLiteError) in
            try finished.page(
                select: """
                    \(SpanReader.columns), s.title, m.text, s.input_tokens, s.output_tokens, \
                    s.total_tokens, s.cached_tokens, s.reasoning_tokens
                    """,
                columnCount: SpanReader.nextColumn + 7,
                from: "\(spans) LEFT JOIN name AS m ON m.id = s.model", connection
            ) { row in
                let span = SpanReader.span(row)
                return SpanSummary(
                    span: span, title: row.optionalText(SpanReader.nextColumn) ?? span.name,
                    model: row.optionalText(SpanReader.nextColumn + 1),
                    usage: TokenUsage(row, from: SpanReader.nextColumn + 2))
            }
        }
    }

    public func models(limit: Int) async throws(StoreError) -> [String] {
        try await read { connection throws(SQLiteError) in
            try ModelTable(connection).latest(limit: limit)
        }
    }

    public func statistics() async throws(StoreError) -> Statistics {
        try await read { connection throws(SQLiteError) in
            func number(_ sql: String) throws(SQLiteError) -> Int {
                try connection.statement(sql).first { $0.int(0) } ?? 0
            }
            let counters = CounterTable(connection)
            return Statistics(
                traces: try counters.value("traces"), spans: try counters.value("spans"),
                payloads: try counters.value("payloads"),
                processes: try number("SELECT count(*) FROM process"),
                droppedRecords: try number("SELECT coalesce(sum(dropped_records), 0) FROM process"),
                pendingSegments: try number(
                    "SELECT count(*) FROM segment WHERE state <> 1 AND state = 0"),
                damagedSegments: try number(
                    "SELECT count(*) FROM segment WHERE state <> 1 AND state = 2"),
                databaseBytes: try number(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
        }
    }
}
