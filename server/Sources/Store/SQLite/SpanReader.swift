import Model
import SQLite

/// Reads spans with what other tables say of them.
enum SpanReader {
    /// Columns of ``span(_:)``; the tables are those of ``tables``.
    static let columns = """
        s.id, s.span_id, t.trace_high, t.trace_low, s.parent_id, n.text, c.text, s.kind, \
        s.start_time, s.end_time, s.status, s.thread_id, \
        p.process_id, p.program, p.executable, p.runtime, p.host, p.service, p.resource
        """
    static let tables = "span AS s \(joined)"
    static let joined = """
        JOIN trace AS t ON t.id = s.trace JOIN process AS p ON p.id = s.process \
        JOIN name AS n ON n.id = s.name JOIN name AS c ON c.id = s.scope
        """

    /// The first column after ``columns``.
    static let nextColumn = 19

    /// A span without its meaning.
    static func span(_ row: Row) -> Span {
        Span(
            id: SpanID(UInt64(bitPattern: row.int64(1))) ?? noID,
            traceID: TraceID(
                high: UInt64(bitPattern: row.int64(2)), low: UInt64(bitPattern: row.int64(3))),
            parentID: row.optionalInt64(4).flatMap { SpanID(UInt64(bitPattern: $0)) },
            name: row.text(5), scope: row.text(6),
            kind: UInt8(exactly: row.int(7)).flatMap(SpanKind.init) ?? .internal,
            startTime: row.int64(8), endTime: row.optionalInt64(9),
            status: SpanStatus(code: row.int(10)) ?? .running,
            process: process(row, from: 12), threadID: UInt32(truncatingIfNeeded: row.int(11)))
    }

    /// From seven columns: id, program, executable, runtime, host, service, resource.
    static func process(_ row: Row, from column: Int) -> RecordedProcess {
        RecordedProcess(
            processID: UInt32(truncatingIfNeeded: row.int(column)),
            program: row.optionalText(column + 1), executable: row.optionalText(column + 2),
            runtime: row.optionalText(column + 3), host: row.optionalText(column + 4),
            service: row.optionalText(column + 5), resource: row.optionalText(column + 6))
    }

    /// Stands for the id 0, which no span in the table has.
    static let noID = SpanID(.max)!
}
