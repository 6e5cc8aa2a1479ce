import Model
import SQLite

extension BatchWriter {
    /// Puts the log records of an entry to their spans, or where they wait for these.
    mutating func receive(_ reader: inout ReceivedLogReader) throws(SQLiteError) {
        var seen: [KnownLogs.Owner: [UInt64: Int]] = [:]
        var forgotten = 0
        while let log = reader.next() {
            let owner = KnownLogs.Owner(log.traceID, log.spanID)
            let row = try receivedRow(owner, log.traceID)
            var known = try knownLogs(of: owner, row)
            // What is sent again comes in the same request: of two that say just the same in one request, both count.
            let digest = KnownLogs.digest(log.payload.bytes)
            seen[owner, default: [:]][digest, default: 0] += 1
            guard seen[owner]?[digest] ?? 0 > known.copies(of: digest) else { continue }
            guard known.hasRoom(for: log.payload.bytes) else {
                forgotten += 1
                continue
            }
            known.add(log.payload.bytes)
            logs[owner] = known
            if let row { try attach(log.payload, to: row) } else { try waiting.add(log, of: owner) }
        }
        if forgotten > 0 { try WaitingLogTable.noteForgotten(forgotten, connection) }
        forgottenLogs += forgotten
    }

    private mutating func receivedRow(_ owner: KnownLogs.Owner, _ id: TraceID) throws(SQLiteError) -> SpanRow? {
        guard let trace = try rows.findTrace(id) else { return nil }
        return try rows.findReceived(inTrace: trace, span: owner.span)
    }

    private mutating func knownLogs(of owner: KnownLogs.Owner, _ row: SpanRow?) throws(SQLiteError) -> KnownLogs {
        if let known = logs[owner] { return known }
        let stored = if let row { try storedLogs(of: row.row) } else { try waiting.logs(of: owner) }
        let known = KnownLogs(stored.map(\.bytes))
        logs[owner] = known
        return known
    }

    /// The log records of a span that is in the tables.
    mutating func storedLogs(of span: Int64) throws(SQLiteError) -> [Payload] {
        try PayloadTable(connection).logs(of: span, key: rows.names.lastingNumber(of: Payload.logKey))
    }

    /// Log records that have waited for a span, which comes now.
    mutating func takeLogs(waitingFor span: Span) throws(SQLiteError) -> [Payload] {
        guard try waiting.mayHave(Int64(bitPattern: span.id.value)) else { return [] }
        return try waiting.take(of: KnownLogs.Owner(span.traceID, span.id))
    }

    /// Adds a log record to a span, which is to be interpreted anew.
    private mutating func attach(_ log: Payload, to row: SpanRow) throws(SQLiteError) {
        var row = row
        try insert([log], to: row.row, from: row.payloadCount)
        row.payloadCount += 1
        row.isDue = true
        rows.put(row)
        rows.newPayloads += 1
    }

    /// Keeps log records behind the payloads that a span has.
    mutating func insert(_ logs: [Payload], to span: Int64, from place: Int) throws(SQLiteError) {
        let key = try rows.names.lastingNumber(of: Payload.logKey)
        for (position, log) in logs.enumerated() {
            try PayloadTable(connection).insert(log, key: key, span: span, place: place + position)
        }
    }
}

extension KnownLogs.Owner {
    fileprivate init(_ trace: TraceID, _ span: SpanID) {
        self.init(
            traceHigh: Int64(bitPattern: trace.high), traceLow: Int64(bitPattern: trace.low), span: Int64(bitPattern: span.value))
    }
}

extension Payload {
    /// Under which log records are among the payloads of their span, each by itself.
    static let logKey = "log"

    /// A log record as the tables have it.
    init(log bytes: [UInt8], time: Int64) {
        self.init(key: Self.logKey, mediaType: .json, time: time, bytes: bytes)
    }
}
