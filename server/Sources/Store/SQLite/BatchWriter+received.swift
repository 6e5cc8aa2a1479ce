import Model
import SQLite

extension BatchWriter {
    /// Puts spans into the tables with what they mean: all of each is here, and nothing has to be read
    /// back for that.
    mutating func receive(_ spans: [ReceivedSpan]) throws(SQLiteError) {
        var processes: [SpanSource: Int64] = [:]
        var last: (source: SpanSource, process: Int64)?
        // By position: a span that is copied is counted in many places.
        for position in spans.indices {
            if last?.source != spans[position].source {
                let source = spans[position].source
                var process = processes[source]
                if process == nil {
                    process = try ProcessRow.find(
                        source, startTime: spans[position].span.startTime, connection).row
                }
                processes[source] = process
                last = process.map { (source, $0) }
            }
            guard let process = last?.process else { continue }
            let meaning = rows.interpreter.outline(
                of: spans[position].describedSpan, payloads: spans[position].payloads)
            try receive(spans[position], meaning: meaning, text: rows.gatherer.gather(meaning), process: process)
        }
    }

    /// Puts a span into the tables that came whole, in place of an earlier one of the same id, and
    /// keeps what it means.
    private mutating func receive(
        _ received: ReceivedSpan, meaning: Meaning, text: SearchText, process: Int64
    ) throws(SQLiteError) {
        let span = received.span
        var row: SpanRow
        if let known = try knownRow(span) {
            row = known
        } else {
            row = try newRow(span, process: process)
        }
        row.parentID = span.parentID.map { Int64(bitPattern: $0.value) }
        row.name = try rows.names.number(of: span.name)
        row.scope = try rows.names.number(of: span.scope)
        row.kind = Int(span.kind.rawValue)
        row.threadID = Int(span.threadID)
        row.startTime = span.startTime
        row.endTime = span.endTime
        row.status = span.status
        row.payloadCount = received.payloads.count
        try countInTrace(&row, id: span.traceID, title: span.name)
        let table = PayloadTable(connection)
        for number in received.payloads.indices {
            let key = try rows.names.number(of: received.payloads[number].key)
            try table.insert(received.payloads[number], key: key, span: row.row, count: number)
        }
        rows.newPayloads += received.payloads.count
        try rows.take(meaning, text, for: &row)
    }

    /// The row of a span that was sent before, taken out of its trace and without its payloads.
    private mutating func knownRow(_ span: Span) throws(SQLiteError) -> SpanRow? {
        guard let trace = try rows.findTrace(span.traceID),
            var row = try rows.findReceived(inTrace: trace, span: Int64(bitPattern: span.id.value))
        else { return nil }
        // While its payloads are there.
        try rows.unindex(row)
        try PayloadTable(connection).remove(of: row.row)
        rows.newPayloads -= row.payloadCount
        try rows.change(trace: trace) { trace in
            trace.counts[row.status] -= 1
            trace.exchange(row.facts, for: StoredMeaning())
        }
        row.facts = StoredMeaning()
        return row
    }

    private mutating func newRow(_ span: Span, process: Int64) throws(SQLiteError) -> SpanRow {
        SpanRow(
            row: rows.takeSpanRow(), process: process, trace: 0,
            spanID: Int64(bitPattern: span.id.value), parentID: nil, name: 0, scope: 0, kind: 0,
            threadID: 0, startTime: span.startTime, endTime: nil, status: span.status,
            hasStart: true, isReceived: true)
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
