import Model
import SQLite

/// The rows that one transaction works on: each is read once, changed in memory, and written
/// once at the end.
struct WorkingSet {
    let connection: Connection
    private(set) var spans: [Int64: SpanRow] = [:]
    private(set) var traces: [Int64: TraceRow] = [:]
    private var spanRows: [SpanKey: Int64] = [:]
    private var receivedRows: [ReceivedKey: Int64] = [:]
    private var traceRows: [TraceID: Int64] = [:]
    private var changedSpans: Set<Int64> = []
    private var changedTraces: Set<Int64> = []
    private var names: [String: Int64] = [:]
    private var nextSpan: Int64
    private var nextTrace: Int64
    /// Added to the counter of payloads at the end.
    var newPayloads = 0

    /// A span's id is unique within its process.
    struct SpanKey: Hashable {
        var process: Int64
        var span: Int64
    }

    /// The id of a span that was received is unique within its trace.
    private struct ReceivedKey: Hashable {
        var trace: Int64
        var span: Int64
    }

    /// How many of the latest rows are searched for a span that cannot change any more.
    private static let recentRows: Int64 = 8_192

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        nextSpan = try Self.nextRow(in: "span", connection)
        nextTrace = try Self.nextRow(in: "trace", connection)
    }

    private static func nextRow(
        in table: String, _ connection: Connection
    ) throws(SQLiteError) -> Int64 {
        try connection.statement("SELECT coalesce(max(id), 0) + 1 FROM \(table)")
            .first { $0.int64(0) } ?? 1
    }

    /// The number that stands for a text in other tables.
    mutating func name(_ text: String) throws(SQLiteError) -> Int64 {
        if let row = names[text] { return row }
        let find = try connection.statement("SELECT id FROM name WHERE text = ?")
        var row = try find.first(text) { $0.int64(0) }
        if row == nil {
            try connection.statement("INSERT INTO name (text) VALUES (?)").run(text)
            row = connection.lastInsertedRow
        }
        names[text] = row
        return row ?? 0
    }
}

extension WorkingSet {
    /// The span of that id, if it can still change: by the index of those.
    mutating func openSpan(_ key: SpanKey) throws(SQLiteError) -> SpanRow? {
        if let row = spanRows[key] { return spans[row] }
        let found = try connection.statement(SpanRow.open)
            .first(key.process, key.span) { SpanRow($0) }
        if let found { keep(found) }
        return found
    }

    /// The span of that id, also if it has ended, unless that is long ago.
    mutating func knownSpan(_ key: SpanKey) throws(SQLiteError) -> SpanRow? {
        if let span = try openSpan(key) { return span }
        let found = try connection.statement(SpanRow.recent)
            .first(nextSpan - Self.recentRows, key.process, key.span) { SpanRow($0) }
        if let found { keep(found) }
        return found
    }

    /// The span of that id that was received for that trace, if the store knows it.
    mutating func findReceived(trace: Int64, span: Int64) throws(SQLiteError) -> SpanRow? {
        if let row = receivedRows[ReceivedKey(trace: trace, span: span)] { return spans[row] }
        let found = try connection.statement(SpanRow.received).first(trace, span) { SpanRow($0) }
        if let found { keep(found) }
        return found
    }

    /// The span in that row.
    mutating func span(_ row: Int64) throws(SQLiteError) -> SpanRow? {
        if let span = spans[row] { return span }
        let found = try connection.statement(SpanRow.byRow).first(row) { SpanRow($0) }
        if let found { keep(found) }
        return found
    }

    /// All spans of a process that can still change.
    mutating func openSpans(of process: Int64) throws(SQLiteError) -> [SpanRow] {
        let stored = try connection.statement(SpanRow.openOfProcess).all(process) { SpanRow($0) }
        for span in stored where spans[span.row] == nil { keep(span) }
        return spans.values.filter { $0.process == process && $0.isOpen }
    }

    /// The row for the next new span.
    mutating func takeSpanRow() -> Int64 {
        defer { nextSpan += 1 }
        return nextSpan
    }

    /// Keeps a span that is as it was read.
    private mutating func keep(_ span: SpanRow) {
        spans[span.row] = span
        if span.isReceived {
            receivedRows[ReceivedKey(trace: span.trace, span: span.spanID)] = span.row
        } else {
            spanRows[SpanKey(process: span.process, span: span.spanID)] = span.row
        }
    }

    /// Keeps a span that has changed.
    mutating func put(_ span: SpanRow) {
        keep(span)
        changedSpans.insert(span.row)
    }
}

extension WorkingSet {
    /// The trace of that id, if the store knows it.
    mutating func findTrace(_ id: TraceID) throws(SQLiteError) -> TraceRow? {
        if let row = traceRows[id] { return traces[row] }
        let found = try connection.statement(TraceRow.byID)
            .first(Int64(bitPattern: id.high), Int64(bitPattern: id.low)) { TraceRow($0) }
        if let found { keep(found) }
        return found
    }

    /// The trace in that row.
    mutating func trace(_ row: Int64) throws(SQLiteError) -> TraceRow? {
        if let trace = traces[row] { return trace }
        let found = try connection.statement(TraceRow.byRow).first(row) { TraceRow($0) }
        if let found { keep(found) }
        return found
    }

    /// The row for the next new trace.
    mutating func takeTraceRow() -> Int64 {
        defer { nextTrace += 1 }
        return nextTrace
    }

    private mutating func keep(_ trace: TraceRow) {
        traces[trace.row] = trace
        traceRows[trace.id] = trace.row
    }

    /// Keeps a trace that has changed.
    mutating func put(_ trace: TraceRow) {
        keep(trace)
        changedTraces.insert(trace.row)
    }

    /// Writes all that has changed, in the order of the rows.
    func write() throws(SQLiteError) {
        var newSpans = 0
        for row in changedSpans.sorted() {
            guard let span = spans[row] else { continue }
            if span.isNew { newSpans += 1 }
            try span.write(to: connection)
        }
        var newTraces = 0
        for row in changedTraces.sorted() {
            guard let trace = traces[row] else { continue }
            if trace.spanCount > 0 { newTraces += trace.isNew ? 1 : 0 } else if !trace.isNew { newTraces -= 1 }
            try trace.write(to: connection)
        }
        try count("spans", newSpans)
        try count("traces", newTraces)
        try count("payloads", newPayloads)
    }

    private func count(_ name: String, _ added: Int) throws(SQLiteError) {
        guard added != 0 else { return }
        try connection.statement("UPDATE counter SET value = value + ? WHERE name = ?")
            .run(added, name)
    }
}
