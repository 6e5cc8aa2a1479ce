import Model
import SQLite

/// Puts batches into the tables, within one transaction.
struct BatchWriter {
    let connection: Connection
    var rows: WorkingSet
    /// The processes of the sources that spans came from.
    var processes: [SpanSource: Int64] = [:]
    var lastSource: (source: SpanSource, process: Int64)?
    /// The log records of the spans that some came for.
    var logs: [KnownLogs.Owner: KnownLogs] = [:]
    var waiting: WaitingLogTable
    /// Log records that came, now or before, and are kept no longer.
    var forgottenLogs = 0

    init(_ transaction: WriteTransaction) throws(SQLiteError) {
        connection = transaction.connection
        rows = try WorkingSet(transaction)
        waiting = WaitingLogTable(connection)
    }

    /// Interprets what there is to interpret, and writes what is left to write.
    mutating func finish() throws(SQLiteError) {
        try rows.interpretDue()
        try rows.countUsageOnce()
        try rows.write()
        forgottenLogs += try waiting.finish()
    }

    /// Applies one batch, unless it has been applied before.
    mutating func apply(_ batch: Batch) throws(BatchFailure) {
        do {
            let process = try ProcessRow.find(batch.process, connection)
            let segments = SegmentTable(connection)
            guard let stored = try segments.progress(batch, process: process.row) else {
                return try process.noteDrops(batch.process, connection)
            }
            guard stored == batch.from else {
                throw BatchFailure.gap(index: batch.index, stored: stored, from: batch.from)
            }
            var lastTime = process.lastTime
            for change in batch.changes {
                if let time = try apply(change, process: process.row) {
                    lastTime = max(lastTime, time)
                }
            }
            if batch.endsProcess { try interruptSpans(of: process.row, at: lastTime) }
            try segments.advance(batch, process: process.row)
            try process.update(
                batch.process, lastTime: lastTime, isGone: batch.endsProcess, connection)
        } catch let error as SQLiteError {
            throw .database(error)
        } catch let error as BatchFailure {
            throw error
        } catch {
            // Nothing else is thrown above.
            throw .database(SQLiteError(code: 1, message: "\(error)"))
        }
    }

    /// Returns the time at which it was seen, if it says one.
    private mutating func apply(
        _ change: Change, process: Int64
    ) throws(SQLiteError) -> Int64? {
        switch change {
        case .description(let description):
            try ProcessRow.describe(process, description, connection)
            return nil
        case .start(let start):
            try apply(start, process: process)
            return start.time
        case .end(let end):
            try apply(end, process: process)
            return end.time
        case .payload(let payload):
            try apply(payload, process: process)
            return payload.time
        }
    }

    /// What its process left running was interrupted, at the last time it was seen.
    private mutating func interruptSpans(of process: Int64, at time: Int64) throws(SQLiteError) {
        for var span in try rows.openSpans(of: process) where span.status == .running {
            try finish(&span, status: .interrupted, at: max(time, span.startTime))
        }
    }
}

/// Why a batch was not applied.
enum BatchFailure: Error {
    case gap(index: UInt64, stored: UInt64, from: UInt64)
    case database(SQLiteError)
}

extension BatchWriter {
    private mutating func apply(
        _ start: Change.SpanStart, process: Int64
    ) throws(SQLiteError) {
        let key = WorkingSet.SpanKey(process: process, span: Int64(bitPattern: start.span.value))
        var span: SpanRow
        if let known = try rows.openSpan(key) {
            // Ids are random: a second start of the same span is nonsense, and the first counts.
            guard !known.hasStart else { return }
            span = known
            span.isDue = span.payloadCount > 0
            try leaveTrace(&span)
        } else {
            span = try newSpan(key, time: start.time, hasStart: true)
        }
        span.hasStart = true
        span.parentID = start.parent.map { Int64(bitPattern: $0.value) }
        span.name = try rows.names.number(of: start.name)
        span.scope = try rows.names.lastingNumber(of: start.scope)
        span.kind = Int(start.kind.rawValue)
        span.threadID = Int(start.threadID)
        span.startTime = start.time
        try enterTrace(&span, id: start.trace, title: span.facts.title ?? start.name)
    }

    private mutating func apply(_ end: Change.SpanEnd, process: Int64) throws(SQLiteError) {
        var span = try knownSpan(end.span, process: process, time: end.time)
        // An interrupted one was not, after all; of two ends the first counts.
        guard span.status == .running || span.status == .interrupted else { return }
        try finish(&span, status: end.status, at: end.time)
    }

    private mutating func apply(
        _ payload: Change.PayloadFragment, process: Int64
    ) throws(SQLiteError) {
        var span = try knownSpan(payload.span, process: process, time: payload.time)
        // While it runs, its first payload shows what it is about; the rest is for its end.
        if span.payloadCount == 0 || span.status != .running { span.isDue = true }
        guard
            try PayloadTable(connection).insert(
                payload, key: rows.names.lastingNumber(of: payload.key), span: span.row,
                count: span.payloadCount)
        else { return }
        span.payloadCount += 1
        rows.put(span)
        rows.newPayloads += 1
        if span.isNew { rows.newFragments[span.row, default: []].append(payload) }
    }

    private mutating func finish(
        _ span: inout SpanRow, status: SpanStatus, at time: Int64
    ) throws(SQLiteError) {
        let old = span.status
        span.status = status
        span.endTime = time
        if span.payloadCount > 0 { span.isDue = true }
        rows.put(span)
        if var trace = try rows.trace(span.trace) {
            trace.move(from: old, to: status)
            trace.note(span)
            rows.put(trace)
        }
    }
}

extension BatchWriter {
    /// The span of that id. If its start is missing, one that stands in until the start comes:
    /// what was seen of it is kept and shown, in a trace of its own.
    private mutating func knownSpan(
        _ id: SpanID, process: Int64, time: Int64
    ) throws(SQLiteError) -> SpanRow {
        let key = WorkingSet.SpanKey(process: process, span: Int64(bitPattern: id.value))
        if let span = try rows.knownSpan(key) { return span }
        var span = try newSpan(key, time: time, hasStart: false)
        try enterTrace(&span, id: TraceID(high: 0, low: id.value), title: Self.missingStart)
        return span
    }

    /// The name of a span whose start is missing.
    private static let missingStart = "(start not recorded)"

    private mutating func newSpan(
        _ key: WorkingSet.SpanKey, time: Int64, hasStart: Bool
    ) throws(SQLiteError) -> SpanRow {
        SpanRow(
            row: rows.takeSpanRow(), process: key.process, trace: 0, spanID: key.span,
            parentID: nil, name: try rows.names.number(of: Self.missingStart), scope: try rows.names.lastingNumber(of: ""),
            kind: Int(SpanKind.internal.rawValue), threadID: 0, startTime: time, endTime: nil,
            status: .running, hasStart: hasStart)
    }

    private mutating func enterTrace(
        _ span: inout SpanRow, id: TraceID, title: String
    ) throws(SQLiteError) {
        try countInTrace(&span, id: id, title: title)
        rows.put(span)
    }

    /// Has a span's trace count it; the span is not kept yet.
    mutating func countInTrace(
        _ span: inout SpanRow, id: TraceID, title: String
    ) throws(SQLiteError) {
        if let known = try rows.findTrace(id) {
            span.trace = known
        } else {
            let trace = TraceRow(row: rows.takeTraceRow(for: id), id: id, first: span, title: title)
            span.trace = trace.row
            rows.put(trace)
        }
        try rows.change(trace: span.trace) { trace in
            trace.add(span, title: title)
            trace.exchange(StoredMeaning(), for: span.facts)
        }
    }

    /// Takes a span out of the trace in which it stood for its missing start.
    private mutating func leaveTrace(_ span: inout SpanRow) throws(SQLiteError) {
        guard var trace = try rows.trace(span.trace) else { return }
        trace.counts[span.status] -= 1
        trace.exchange(span.facts, for: StoredMeaning())
        rows.put(trace)
    }
}
