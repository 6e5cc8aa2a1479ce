import Model
import SQLite

/// The table `suspect`: spans whose interpretation ended a process.
struct SuspectTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Keeps spans that ended a process under that version of the interpretation.
    func add(_ suspects: Set<InterpretationWatch.Suspect>, version: Int) throws(SQLiteError) {
        for suspect in suspects {
            try connection.statement("INSERT OR REPLACE INTO suspect VALUES (?, ?, ?, ?)").run(
                Int64(bitPattern: suspect.trace.high), Int64(bitPattern: suspect.trace.low),
                Int64(bitPattern: suspect.span.value), version)
        }
    }

    /// Those of that version; another one may have mended the fault.
    func all(version: Int) throws(SQLiteError) -> Set<InterpretationWatch.Suspect> {
        let found = try connection.statement(
            "SELECT trace_high, trace_low, span_id FROM suspect WHERE version = ?"
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
