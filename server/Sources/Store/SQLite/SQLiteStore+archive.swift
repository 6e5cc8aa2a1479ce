import Model
import SQLite

extension SQLiteStore: SpanArchive {
    /// Where nothing is known but a span's id, so many of the latest are looked at.
    private static let searchedSpans = 1_000_000

    public func span(
        _ id: SpanID, in trace: TraceID?, payloadBytes: Int
    ) async throws(StoreError) -> RecordedSpan? {
        let number = Int64(bitPattern: id.value)
        return try await read { [interpreter] connection throws(SQLiteError) in
            let reader = ArchiveReader(connection: connection, interpreter: interpreter)
            guard let trace else {
                return try reader.first(
                    "s.span_id = ? AND s.id > (SELECT max(id) FROM span) - ?",
                    [number, Self.searchedSpans], payloadBytes: payloadBytes)
            }
            return try reader.first(
                "s.span_id = ? AND s.trace = \(TraceRow.rowByID)",
                [number] + ArchiveReader.values(trace), payloadBytes: payloadBytes)
        }
    }

    public func recorded(
        _ spans: ArraySlice<SpanSummary>, payloadBytes: Int
    ) async throws(StoreError) -> [RecordedSpan] {
        try await read { [interpreter] connection throws(SQLiteError) in
            let reader = ArchiveReader(connection: connection, interpreter: interpreter)
            var found: [RecordedSpan] = []
            for span in spans.map(\.span) {
                let recorded = try reader.first(
                    "s.trace = \(TraceRow.rowByID) AND s.start_time = ? AND s.span_id = ?",
                    ArchiveReader.values(span.traceID)
                        + [span.startTime, Int64(bitPattern: span.id.value)],
                    payloadBytes: payloadBytes)
                if let recorded { found.append(recorded) }
            }
            return found
        }
    }
}

/// Reads spans with their payloads and works out what they mean.
private struct ArchiveReader {
    let connection: Connection
    let interpreter: Interpreter

    static func values(_ trace: TraceID) -> [any Bindable] {
        [Int64(bitPattern: trace.high), Int64(bitPattern: trace.low)]
    }

    /// The latest span that fits; the condition's text is ours.
    func first(
        _ condition: String, _ values: [any Bindable], payloadBytes: Int
    ) throws(SQLiteError) -> RecordedSpan? {
        let found = try connection.statement(
            """
            SELECT \(SpanReader.columns), \(MeaningOutline.columns) FROM \(SpanReader.tables) \
            \(MeaningOutline.joins) WHERE \(condition) ORDER BY s.id DESC LIMIT 1
            """
        ).all(binding: values) { row in
            (
                row: row.int64(0), span: SpanReader.span(row),
                outline: MeaningOutline.meaning(row, from: SpanReader.nextColumn)
            )
        }
        guard let found = found.first else { return nil }
        var span = found.span
        var left = payloadBytes
        let read = try PayloadTable(connection).payloads(of: found.row, byteLimit: &left)
        span.meaning =
            !read.isAll
            ? found.outline
            : read.payloads.isEmpty ? nil : interpreter.meaning(of: span, payloads: read.payloads)
        return RecordedSpan(span: span, payloads: read.payloads, omitsPayloads: !read.isAll)
    }
}
