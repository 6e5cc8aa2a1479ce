import Model
import SQLite

extension BatchWriter {
    /// Puts the spans, or the log records, of an entry into the tables: one after the other, so that each is used while it is at
    /// hand.
    mutating func receive(_ entry: InboxEntry) throws(SQLiteError) {
        // Safe: nothing of the bytes is kept.
        try entry.content.withUnsafeBufferPointer { bytes throws(SQLiteError) in
            if var reader = ReceivedLogReader(UnsafeRawBufferPointer(bytes)) { return try receive(&reader) }
            var reader = ReceivedSpanReader(UnsafeRawBufferPointer(bytes))
            while var span = reader.next() {
                // What was sent while it ran says less than what came at its end, and may arrive later.
                if span.span.endTime == nil, try hasEnded(span.span) { continue }
                span.span.process = span.source.process
                try receive(span, payloadBytes: reader.payloadBytes)
            }
        }
    }

    /// Puts a span that has its process into the tables with what it means: all of it is here, and nothing has to be read
    /// back for that.
    private mutating func receive(_ span: ReceivedSpan, payloadBytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        let process = try process(of: span.source, startTime: span.span.startTime)
        var logs: [Payload] = []
        var row = try store(span, process: process, logs: &logs)
        let meaning = rows.interpreter.outline(of: span.span, payloads: logs.isEmpty ? span.payloads : span.payloads + logs)
        let text = rows.texts.add(meaning)
        try PayloadTable(connection).insert(span.payloads, as: payloadBytes, span: row.row, names: &rows.names)
        if !logs.isEmpty { try insert(logs, to: row.row, from: span.payloads.count) }
        rows.newPayloads += row.payloadCount
        try rows.take(meaning, text, for: &row)
    }

    private mutating func process(of source: SpanSource, startTime: Int64) throws(SQLiteError) -> Int64 {
        if let lastSource, lastSource.source == source { return lastSource.process }
        let process: Int64
        if let known = processes[source] {
            process = known
        } else {
            process = try ProcessRow.find(source, startTime: startTime, connection).row
            processes[source] = process
        }
        lastSource = (source, process)
        return process
    }

    /// The row of a span that came whole, in place of an earlier one of the same id; its trace counts it.
    ///
    /// - Parameter logs: gets the log records that the earlier one had, or that have waited for it.
    private mutating func store(
        _ received: ReceivedSpan, process: Int64, logs: inout [Payload]
    ) throws(SQLiteError) -> SpanRow {
        let span = received.span
        var row: SpanRow
        if let known = try knownRow(span, logs: &logs) {
            row = known
        } else {
            row = try newRow(span, process: process)
            logs = try takeLogs(waitingFor: span)
        }
        row.parentID = span.parentID.map { Int64(bitPattern: $0.value) }
        row.name = try rows.names.number(of: span.name)
        row.scope = try rows.names.lastingNumber(of: span.scope)
        row.kind = Int(span.kind.rawValue)
        row.threadID = Int(span.threadID)
        row.startTime = span.startTime
        row.endTime = span.endTime
        row.status = span.status
        row.payloadCount = received.payloads.count + logs.count
        try countInTrace(&row, id: span.traceID, title: span.name)
        return row
    }

    private mutating func hasEnded(_ span: Span) throws(SQLiteError) -> Bool {
        guard let trace = try rows.findTrace(span.traceID) else { return false }
        return try rows.findReceived(inTrace: trace, span: Int64(bitPattern: span.id.value))?.endTime != nil
    }

    /// The row of a span that was sent before, taken out of its trace and without its payloads.
    private mutating func knownRow(_ span: Span, logs: inout [Payload]) throws(SQLiteError) -> SpanRow? {
        guard let trace = try rows.findTrace(span.traceID),
            var row = try rows.findReceived(inTrace: trace, span: Int64(bitPattern: span.id.value))
        else { return nil }
        // While its payloads are there.
        try rows.unindex(row)
        logs = try storedLogs(of: row.row)
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
