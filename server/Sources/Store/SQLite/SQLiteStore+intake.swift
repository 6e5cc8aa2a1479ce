import Model
import SQLite

extension SQLiteStore: Intake {
    public func receive(_ spans: [ReceivedSpan]) async throws(StoreError) {
        guard !spans.isEmpty else { return }
        try await write { [interpreter] connection throws(SQLiteError) in
            var writer = try BatchWriter(connection)
            var processes: [SpanSource: Int64] = [:]
            for span in spans {
                var process = processes[span.source]
                if process == nil {
                    process = try ProcessRow.find(
                        span.source, startTime: span.span.startTime, connection).row
                    processes[span.source] = process
                }
                try writer.receive(span, process: process ?? 0)
            }
            try writer.finish()
            try DueSpans(connection: connection, interpreter: interpreter).interpret()
        }
    }

    public func keep(_ scores: [Score]) async throws(StoreError) {
        guard !scores.isEmpty else { return }
        try await write { connection throws(SQLiteError) in
            let table = ScoreTable(connection)
            for score in scores { try table.put(score) }
        }
    }

    public func scores(of trace: TraceID) async throws(StoreError) -> [Score] {
        try await read { connection throws(SQLiteError) in
            try ScoreTable(connection).scores(of: trace)
        }
    }
}
