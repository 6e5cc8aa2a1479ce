import Model
import SQLite

/// Keeps what spans mean, and what the lists show of it, within one transaction.
struct MeaningWriter {
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

    /// Keeps the meaning of the span in that row, which is then not due any more.
    mutating func save(_ meaning: Meaning, of row: Int64) throws(SQLiteError) {
        guard var span = try rows.span(row), var trace = try rows.trace(span.trace) else { return }
        try connection.statement("INSERT OR REPLACE INTO meaning (span, json) VALUES (?, ?)")
            .run(row, MeaningCoding.encode(meaning))
        let usage = meaning.usage ?? TokenUsage()
        trace.usage = trace.usage.exchanging(span.usage, for: usage)
        if trace.titleSpan == row { trace.title = meaning.traceName ?? meaning.title }
        updatePreviews(of: &trace, span: span, meaning: meaning)
        let models = ModelTable(connection)
        try models.remove(span)
        span.usage = usage
        span.title = meaning.title
        span.model = try name(meaning.answeredModel ?? meaning.requestedModel)
        span.requestedModel = try name(meaning.requestedModel)
        span.isDue = false
        // Under the stored start time of the trace: if that moves, its models move along.
        try models.add(span, traceTime: trace.listedTime)
        rows.put(span)
        rows.put(trace)
    }

    private mutating func name(_ text: String?) throws(SQLiteError) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        return try rows.name(text)
    }

    /// The first prompt and the last answer.
    private func updatePreviews(of trace: inout TraceRow, span: SpanRow, meaning: Meaning) {
        let input = Preview.prompt(meaning.input)
        let isFirst =
            trace.input.map {
                $0.span == span.row || (span.startTime, span.row) < ($0.time, $0.span)
            } ?? true
        if !input.isEmpty, isFirst {
            trace.input = TraceRow.Preview(text: input, span: span.row, time: span.startTime)
        }
        let output = Preview.answer(meaning.output)
        let time = span.endTime ?? span.startTime
        let isLast =
            trace.output.map { $0.span == span.row || (time, span.row) > ($0.time, $0.span) } ?? true
        if !output.isEmpty, isLast {
            trace.output = TraceRow.Preview(text: output, span: span.row, time: time)
        }
    }
}
