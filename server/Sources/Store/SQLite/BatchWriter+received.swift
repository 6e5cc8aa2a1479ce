import Model
import SQLite

extension BatchWriter {
    /// Puts a span into the tables that came whole, in place of an earlier one of the same id, and
    /// returns its row. What it means is for the caller to save.
    mutating func receive(
        _ received: ReceivedSpan, process: Int64
    ) throws(SQLiteError) -> Int64 {
        let span = received.span
        var row: SpanRow
        if let known = try knownRow(span) {
            row = known
        } else {
            row = try newRow(span, process: process)
        }
        row.parentID = span.parentID.map { Int64(bitPattern: $0.value) }
        row.name = try rows.name(span.name)
        row.scope = try rows.name(span.scope)
        row.kind = Int(span.kind.rawValue)
        row.threadID = Int(span.threadID)
        row.startTime = span.startTime
        row.endTime = span.endTime
        row.status = span.status
        row.payloadCount = received.payloads.count
        row.isDue = false
        try enterTrace(&row, id: span.traceID, title: row.title ?? span.name)
        let table = PayloadTable(connection)
        for (number, payload) in received.payloads.enumerated() {
            let fragment = Change.PayloadFragment(
                span: span.id, number: UInt64(number + 1), key: payload.key,
                mediaType: payload.mediaType, time: payload.time, isCut: payload.isCut,
                totalLength: UInt64(payload.bytes.count), bytes: payload.bytes)
            try table.insert(fragment, key: rows.name(payload.key), span: row.row)
        }
        rows.newPayloads += received.payloads.count
        return row.row
    }

    /// The row of a span that was sent before, taken out of its trace and without its payloads.
    private mutating func knownRow(_ span: Span) throws(SQLiteError) -> SpanRow? {
        guard var trace = try rows.findTrace(span.traceID),
            var row = try rows.findReceived(
                trace: trace.row, span: Int64(bitPattern: span.id.value))
        else { return nil }
        try PayloadTable(connection).remove(of: row.row)
        rows.newPayloads -= row.payloadCount
        try ModelTable(connection).remove(row)
        (row.model, row.requestedModel) = (nil, nil)
        trace.counts[row.status.code] -= 1
        trace.usage = trace.usage.exchanging(row.usage, for: TokenUsage())
        row.usage = TokenUsage()
        rows.put(trace)
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
