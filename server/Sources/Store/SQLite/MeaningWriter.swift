import Model
import SQLite

/// Keeps what spans mean, and what the lists show of it, within one transaction.
struct MeaningWriter {
    /// What is written of one span.
    struct Entry: Sendable {
        var interpreted: Interpreted
        var json: String
    }

    private let connection: Connection
    private var rows: WorkingSet

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        rows = try WorkingSet(connection)
    }

    /// Writes what is left to write.
    func finish() throws(SQLiteError) {
        try rows.write()
    }

    mutating func save(_ entry: Entry) throws(SQLiteError) {
        let meaning = entry.interpreted.meaning
        guard var span = try rows.span(entry.interpreted.row),
            var trace = try rows.trace(span.trace)
        else { return }
        try connection.statement("INSERT OR REPLACE INTO meaning (span, json) VALUES (?, ?)")
            .run(span.row, entry.json)

        let usage = meaning.usage ?? TokenUsage()
        trace.usage = trace.usage.exchanging(span.usage, for: usage)
        span.usage = usage
        span.title = meaning.title
        if trace.titleSpan == span.row { trace.title = meaning.title }
        updatePreviews(of: &trace, span: span, meaning: meaning)
        let oldModel = span.model
        span.model = try (meaning.answeredModel ?? meaning.requestedModel).map { model throws(SQLiteError) in
            try rows.name(model)
        }
        if span.revision == entry.interpreted.revision { span.isDue = false }
        rows.put(span)
        rows.put(trace)
        try list(span, in: trace, insteadOf: oldModel)
    }

    /// The first prompt and the last answer.
    private func updatePreviews(of trace: inout TraceRow, span: SpanRow, meaning: Meaning) {
        let input = Preview.prompt(meaning.input)
        if !input.isEmpty, trace.input.map({ $0.span == span.row || span.startTime < $0.time }) ?? true {
            trace.input = TraceRow.Preview(text: input, span: span.row, time: span.startTime)
        }
        let output = Preview.answer(meaning.output)
        let time = span.endTime ?? span.startTime
        if !output.isEmpty, trace.output.map({ $0.span == span.row || time >= $0.time }) ?? true {
            trace.output = TraceRow.Preview(text: output, span: span.row, time: time)
        }
    }

    /// Lists the trace under the span's model.
    private func list(
        _ span: SpanRow, in trace: TraceRow, insteadOf old: Int64?
    ) throws(SQLiteError) {
        if let model = span.model {
            // By the stored start time: if that moves in this transaction, the models move along.
            try connection.statement(
                "INSERT OR IGNORE INTO trace_model (trace, model, start_time) VALUES (?, ?, ?)"
            ).run(trace.row, model, trace.startTime)
        }
        guard let old, old != span.model else { return }
        try connection.statement(
            """
            DELETE FROM trace_model WHERE trace = ? AND model = ? AND NOT EXISTS \
            (SELECT 1 FROM span WHERE trace = ? AND model = ? AND id <> ?)
            """
        ).run(trace.row, old, trace.row, old, span.row)
    }
}
