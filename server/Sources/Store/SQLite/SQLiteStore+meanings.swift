import Model
import SQLite

extension SQLiteStore {
    /// Most bytes of payloads that are handed out at once; one span is, however large it is.
    private static let dueBytes = 32 << 20

    public func dueSpans(limit: Int) async throws(StoreError) -> [DueSpan] {
        try await read { connection throws(SQLiteError) in
            let found = try connection.statement(
                """
                SELECT \(SpanReader.columns), s.payload_count FROM \(SpanReader.tables) \
                WHERE s.is_due = 1 ORDER BY s.id LIMIT ?
                """
            ).all(limit) { row in
                (row: row.int64(0), span: SpanReader.span(row), count: row.int(SpanReader.nextColumn))
            }
            var due: [DueSpan] = []
            var bytes = Self.dueBytes
            for (row, span, count) in found {
                guard let span else { continue }
                var limit = due.isEmpty ? Int.max : bytes
                let before = limit
                let read = try PayloadTable(connection).payloads(of: row, byteLimit: &limit)
                guard read.isAll else { break }
                bytes = max(0, bytes - (before - limit))
                due.append(
                    DueSpan(
                        row: row,
                        revision: SpanRow.revision(payloadCount: count, status: span.status),
                        recorded: RecordedSpan(span: span, payloads: read.payloads)))
            }
            return due
        }
    }

    public func save(_ interpreted: [Interpreted]) async throws(StoreError) {
        guard !interpreted.isEmpty else { return }
        // Before the transaction begins: others wait for that.
        let entries = interpreted.map {
            MeaningWriter.Entry(interpreted: $0, json: MeaningCoding.encode($0.meaning))
        }
        try await write { connection throws(SQLiteError) in
            var writer = try MeaningWriter(connection)
            for entry in entries { try writer.save(entry) }
            try writer.finish()
        }
    }

    public func markOutdated(version: Int) async throws(StoreError) -> Bool {
        try await write { connection throws(SQLiteError) in
            let counters = CounterTable(connection)
            guard try counters.value("interpretation") != version else { return false }
            if try counters.value("interpretation_target") != version {
                try counters.set("interpretation_target", version)
                try counters.set("interpretation_span", 0)
            }
            let from = try counters.value("interpretation_span")
            let last = try connection.statement(
                "SELECT max(id) FROM (SELECT id FROM span WHERE id > ? ORDER BY id LIMIT 1000)"
            ).first(from) { $0.optionalInt(0) } ?? nil
            guard let last else {
                try counters.set("interpretation", version)
                return false
            }
            try connection.statement(
                "UPDATE span SET is_due = 1 WHERE id > ? AND id <= ? AND payload_count > 0"
            ).run(from, last)
            try counters.set("interpretation_span", last)
            return true
        }
    }
}
