import Model
import SQLite

extension SQLiteStore {
    public func traces(_ query: TraceQuery) async throws(StoreError) -> Page<TraceSummary> {
        let filter = query.filter
        let words = filter.text.map { SearchExpression($0) }
        var building = ListQuery("trace", as: "t", limit: query.limit)
        if words != nil { _ = building.lead() }
        building.require("session", isLabel: filter.session)
        building.require("user", isLabel: filter.user)
        building.lead(by: FacetCondition.all(query.status, query.model, filter))
        building.require(tag: filter.tag)
        building.require(status: query.status)
        building.require(model: query.model)
        if let name = filter.name { building.require("\(building.lead())t.title = ?", name) }
        building.require("t.cost", within: filter.cost.billionths)
        building.require(TraceRow.tokens, within: filter.tokens.ofTokens)
        building.require(TraceRow.duration, within: filter.duration)
        building.require(operation: filter.operation)
        building.require(since: query.since, until: query.until)
        if words == nil { try building.goOn(from: query.cursor) } else { try building.begin(at: query.cursor) }
        let list = building
        if let words {
            return try await searchPage(words) { connection throws(SQLiteError) in
                try list.pageOfTraces(with: words, select: TraceReader.columns, connection) { row throws(SQLiteError) in
                    try TraceReader.summary(row, connection)
                }
            }
        }
        return try await readPage { connection throws(SQLiteError) in
            try list.page(
                select: TraceReader.columns, columnCount: TraceReader.columnCount, connection
            ) { row throws(SQLiteError) in try TraceReader.summary(row, connection) }
        }
    }

    public func trace(
        _ id: TraceID, limits: TraceLimits
    ) async throws(StoreError) -> RecordedTrace? {
        var place: Cursor?
        if let text = limits.cursor {
            place = Cursor(text)
            guard place != nil else { throw .invalidCursor }
        }
        let start = place
        var (trace, isComplete) = try await readChecked { [interpreter] connection throws(SQLiteError) -> RecordedTrace? in
            let find = try connection.statement("SELECT \(TraceReader.columns) FROM \(TraceRow.foundByID)")
            let found = try find.first(Int64(bitPattern: id.high), Int64(bitPattern: id.low)) {
                row throws(SQLiteError) in
                (row: row.int64(0), summary: try TraceReader.summary(row, connection))
            }
            guard let found else { return nil }
            let part = try Self.spans(
                ofTrace: found.row, from: start, limits: limits, interpreter, connection)
            return RecordedTrace(
                summary: found.summary, spans: part.spans, nextCursor: part.next?.text)
        }
        trace?.isComplete = isComplete
        return trace
    }

    private static func spans(
        ofTrace trace: Int64, from place: Cursor?, limits: TraceLimits, _ interpreter: Interpreter,
        _ connection: Connection
    ) throws(SQLiteError) -> (spans: [RecordedSpan], next: Cursor?) {
        let found = try connection.statement(
            """
            SELECT \(SpanReader.columns), \(MeaningOutline.columns) FROM \(SpanReader.tables) \
            \(MeaningOutline.joins) WHERE s.trace = ? AND (s.start_time, s.id) > (?, ?) \
            ORDER BY s.start_time, s.id LIMIT ?
            """
        ).all(trace, place?.time ?? .min, place?.row ?? .min, limits.spans) { row in
            (
                row: row.int64(0), span: SpanReader.span(row),
                outline: MeaningOutline.meaning(row, from: SpanReader.nextColumn)
            )
        }
        let payloads = PayloadTable(connection)
        var byteLimit = limits.payloadBytes
        // Beside the bytes that are returned: all have to be read to know what they mean.
        var meaningLimit = TraceLimits.meaningBytes
        let spans = try found.map { row, span, outline throws(SQLiteError) in
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
        // A part that is not full is the last one.
        let last = found.count == limits.spans ? found.last : nil
        return (spans, last.map { Cursor(time: $0.span.startTime, row: $0.row) })
    }
}
