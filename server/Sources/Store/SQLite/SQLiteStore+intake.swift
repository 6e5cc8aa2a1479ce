import Model
import SQLite

extension SQLiteStore: Intake {
    public func receive(_ spans: [ReceivedSpan]) async throws(StoreError) {
        guard !spans.isEmpty else { return }
        // All of each span is here: nothing has to be read back to know what it means.
        let meanings = spans.map { span in
            let meaning = interpreter.meaning(of: span.describedSpan, payloads: span.payloads)
            return (meaning: meaning, text: SearchText(meaning))
        }
        try await write { [interpreter] connection throws(SQLiteError) in
            var writer = try BatchWriter(connection, interpreter)
            var processes: [SpanSource: Int64] = [:]
            for (span, known) in zip(spans, meanings) {
                let process: Int64
                if let known = processes[span.source] {
                    process = known
                } else {
                    process = try Self.process(of: span, connection)
                    processes[span.source] = process
                }
                try writer.receive(
                    span, meaning: known.meaning, text: known.text, process: process)
            }
            try writer.finish()
        }
    }

    private static func process(
        of span: ReceivedSpan, _ connection: Connection
    ) throws(SQLiteError) -> Int64 {
        try ProcessRow.find(span.source, startTime: span.span.startTime, connection).row
    }

    public func keep(_ scores: [Score]) async throws(StoreError) {
        guard !scores.isEmpty else { return }
        try await write { connection throws(SQLiteError) in
            let table = ScoreTable(connection)
            for score in scores { try table.put(score) }
        }
    }

    public func scores(ofSession session: String, limit: Int) async throws(StoreError) -> [Score] {
        try await read { connection throws(SQLiteError) in
            try ScoreTable(connection).scores(ofSession: session, limit: limit)
        }
    }

    public func scores(of trace: TraceID) async throws(StoreError) -> [Score] {
        try await read { connection throws(SQLiteError) in
            try ScoreTable(connection).scores(of: trace)
        }
    }
}

extension ReceivedSpan {
    /// The span with its process, as it will be read back.
    fileprivate var describedSpan: Span {
        var span = span
        span.process = RecordedProcess(
            processID: source.processID, program: source.description.program,
            executable: source.description.executable, runtime: source.description.runtime,
            host: source.description.host, service: source.description.service,
            resource: source.resource)
        return span
    }
}
