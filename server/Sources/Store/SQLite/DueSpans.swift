import Model
import SQLite

/// Interprets the spans that have something new to interpret, within one transaction.
struct DueSpans {
    /// Spans that are read at once.
    private static let groupSize = 256

    let connection: Connection
    let interpreter: Interpreter

    /// Interprets all of them.
    func interpret() throws(SQLiteError) {
        while true {
            let group = try next()
            guard !group.isEmpty else { return }
            var writer = try MeaningWriter(connection)
            for (row, span) in group {
                var byteLimit = Int.max
                let read = try PayloadTable(connection).payloads(of: row, byteLimit: &byteLimit)
                try writer.save(interpreter.meaning(of: span, payloads: read.payloads), of: row)
            }
            try writer.finish()
        }
    }

    private func next() throws(SQLiteError) -> [(row: Int64, span: Span)] {
        try connection.statement(
            """
            SELECT \(SpanReader.columns) FROM \(SpanReader.tables) \
            WHERE s.is_due = 1 ORDER BY s.id LIMIT ?
            """
        ).all(Self.groupSize) { (row: $0.int64(0), span: SpanReader.span($0)) }
    }

    /// In a store without spans, none is outdated.
    func beginIfEmpty() throws(SQLiteError) {
        let counters = CounterTable(connection)
        guard try counters.value("spans") == 0 else { return }
        try counters.set("interpretation", interpreter.version)
    }

    /// Marks some of the spans as due that an older version has seen; returns whether there may
    /// be more.
    func markOutdated() throws(SQLiteError) -> Bool {
        let counters = CounterTable(connection)
        guard try counters.value("interpretation") != interpreter.version else { return false }
        if try counters.value("interpretation_target") != interpreter.version {
            try counters.set("interpretation_target", interpreter.version)
            try counters.set("interpretation_span", 0)
        }
        let from = try counters.value("interpretation_span")
        let last = try connection.statement(
            "SELECT max(id) FROM (SELECT id FROM span WHERE id > ? ORDER BY id LIMIT 1000)"
        ).first(from) { $0.optionalInt(0) } ?? nil
        guard let last else {
            try counters.set("interpretation", interpreter.version)
            return false
        }
        try connection.statement(
            "UPDATE span SET is_due = 1 WHERE id > ? AND id <= ? AND payload_count > 0"
        ).run(from, last)
        try counters.set("interpretation_span", last)
        return true
    }
}
