import Model
import SQLite

/// The table `suspect`: spans whose interpretation ended a process.
struct SuspectTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Notes spans whose interpretation was under way when a process ended.
    func add(_ suspects: Set<InterpretationWatch.Suspect>, version: Int) throws(SQLiteError) {
        for suspect in suspects {
            try connection.statement(Self.note).run(
                Int64(bitPattern: suspect.trace.high), Int64(bitPattern: suspect.trace.low),
                Int64(bitPattern: suspect.span.value), version)
        }
    }

    private static let note = """
        INSERT INTO suspect (trace_high, trace_low, span_id, version, strikes) VALUES (?, ?, ?, ?, 1) \
        ON CONFLICT DO UPDATE SET version = excluded.version, \
        strikes = CASE version WHEN excluded.version THEN strikes + 1 ELSE 1 END
        """

    /// Those of that version that were met twice: once, the process may have ended for another reason,
    /// and another version may have mended the fault.
    func all(version: Int) throws(SQLiteError) -> Set<InterpretationWatch.Suspect> {
        let found = try connection.statement(
            "SELECT trace_high, trace_low, span_id FROM suspect WHERE version = ? AND strikes > 1"
        ).all(version) { row in
            SpanID(UInt64(bitPattern: row.int64(2))).map {
                InterpretationWatch.Suspect(
                    trace: TraceID(
                        high: UInt64(bitPattern: row.int64(0)), low: UInt64(bitPattern: row.int64(1))),
                    span: $0)
            }
        }
        return Set(found.compactMap { $0 })
    }
}
