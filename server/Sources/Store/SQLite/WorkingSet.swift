import Model
import SQLite

/// The rows that one transaction works on: each is read once, changed in memory, and written
/// once at the end.
struct WorkingSet {
    let connection: Connection
    let interpreter: Interpreter
    /// `nil` where nothing is changed.
    let transaction: WriteTransaction?
    private(set) var spans = RowSet<SpanRow>()
    private(set) var traces = RowSet<TraceRow>()
    /// Spans as the table has them, of those that have changed.
    private(set) var before: [Int64: SpanRow] = [:]
    private var spanRows: [SpanKey: Int64] = [:]
    private var receivedRows: [ReceivedKey: Int64] = [:]
    private var traceRows: [TraceID: Int64] = [:]
    private(set) var nextSpan: Int64
    /// Spans from this row on are new.
    let firstNewSpan: Int64
    private(set) var nextTrace: Int64
    /// Traces from this row on are new.
    let firstNewTrace: Int64
    /// They have been brought up to date in this transaction.
    private var hasTraceFilters = false
    var names: TextDictionary
    var labels: TextDictionary
    var processes: [Int64: RecordedProcess] = [:]
    var prices: PriceList?
    let search: SearchMarks
    /// What can be searched for of spans.
    let texts: SearchTexts
    var searchChanges: [Int64: SearchChange] = [:]
    /// The search index does not have what it should: it is to be made anew.
    var isIndexBroken = false
    /// Spans that go, as the table has them.
    private(set) var removed: [SpanRow] = []
    /// What was seen of spans that are new, so that it need not be read back to be interpreted.
    var newFragments: [Int64: [Change.PayloadFragment]] = [:]
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

    /// What is to be done to the search index for one span.
    struct SearchChange {
        var removed: SearchText?
        var added: SearchText?
    }

    /// How many of the latest rows are searched for a span that cannot change any more.
    private static let recentRows: Int64 = 8_192

    init(_ transaction: WriteTransaction) throws(SQLiteError) {
        try self.init(transaction.connection, transaction.interpreter, transaction)
    }

    /// To read rows only.
    init(
        _ connection: Connection, _ interpreter: Interpreter, _ transaction: WriteTransaction? = nil
    ) throws(SQLiteError) {
        self.connection = connection
        self.interpreter = interpreter
        self.transaction = transaction
        search = try SearchMarks(connection)
        texts = transaction?.searchTexts ?? SearchTexts()
        names = TextDictionary(table: "name", marksPassing: true, connection)
        labels = TextDictionary(table: "label", connection)
        nextSpan = try Self.nextRow(in: "span", connection)
        firstNewSpan = nextSpan
        nextTrace = try Self.nextRow(in: "trace", connection)
        firstNewTrace = nextTrace
    }

    /// The number that a table's next row gets.
    static func nextRow(in table: String, _ connection: Connection) throws(SQLiteError) -> Int64 {
        try connection.statement("SELECT coalesce(max(id), 0) + 1 FROM \(table)")
            .first { $0.int64(0) } ?? 1
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

    /// The span of that id that was received for the trace in that row, if the store knows it.
    mutating func findReceived(inTrace trace: Int64, span: Int64) throws(SQLiteError) -> SpanRow? {
        try findRow(ofReceived: span, inTrace: trace).flatMap { spans[$0] }
    }

    /// The row of that span, which is here then.
    mutating func findRow(ofReceived span: Int64, inTrace trace: Int64) throws(SQLiteError) -> Int64? {
        if let row = receivedRows[ReceivedKey(trace: trace, span: span)] { return row }
        guard traces.read(trace, { $0.isNew }) != true else { return nil }
        let found = try connection.statement(SpanRow.received)
            .first(trace, span) { SpanRow($0) }
        if let found { keep(found) }
        return found?.row
    }

    /// All spans of a process that can still change.
    mutating func openSpans(of process: Int64) throws(SQLiteError) -> [SpanRow] {
        let stored = try connection.statement(SpanRow.openOfProcess).all(process) { SpanRow($0) }
        for span in stored where spans[span.row] == nil { keep(span) }
        return spans.elements.filter { $0.process == process && $0.isOpen }
    }

    /// The spans whose rows are above the first number, up to the second one.
    mutating func spans(after first: Int, through last: Int) throws(SQLiteError) -> [SpanRow] {
        let found = try connection.statement(SpanRow.inRange).all(first, last) { SpanRow($0) }
        for span in found { keep(span) }
        return found
    }

    /// Spans of a trace, in no order.
    mutating func spans(ofTrace trace: Int64, limit: Int) throws(SQLiteError) -> [SpanRow] {
        let found = try connection.statement(SpanRow.ofTrace).all(trace, limit) { SpanRow($0) }
        for span in found { keep(span) }
        return found
    }

    /// Makes room for so many spans.
    mutating func reserve(_ count: Int) {
        spans.reserve(count)
        receivedRows.reserveCapacity(count)
    }

    /// The row for the next new span.
    mutating func takeSpanRow() -> Int64 {
        defer { nextSpan += 1 }
        return nextSpan
    }

    /// Keeps a span that is as it was read.
    private mutating func keep(_ span: SpanRow) {
        spans.put(span, at: span.row)
        if span.isReceived {
            receivedRows[ReceivedKey(trace: span.trace, span: span.spanID)] = span.row
        } else {
            spanRows[SpanKey(process: span.process, span: span.spanID)] = span.row
        }
    }

    /// Takes a span out of the store, and out of all sums and lists.
    mutating func remove(_ span: SpanRow) throws(SQLiteError) {
        guard var trace = try trace(span.trace) else { return }
        try unindex(span)
        trace.counts[span.status] -= 1
        trace.exchange(span.facts, for: StoredMeaning())
        put(trace)
        newPayloads -= span.payloadCount
        removed.append(span)
    }

    /// Keeps a span that has changed.
    mutating func put(_ span: SpanRow) {
        var span = span
        if !span.isNew, before[span.row] == nil, let old = spans[span.row], !old.isChanged {
            before[span.row] = old
        }
        span.isChanged = true
        keep(span)
    }
}

extension WorkingSet {
    /// The row of the trace of that id, if the store knows it.
    mutating func findTrace(_ id: TraceID) throws(SQLiteError) -> Int64? {
        if let row = traceRows[id] { return row }
        guard let filters = try traceFilters() else { return nil }
        for group in filters.groups(thatMayHave: id) {
            let found = try connection.statement(TraceRow.byIDInGroup)
                .first(group, Int64(bitPattern: id.high), Int64(bitPattern: id.low)) { TraceRow($0) }
            if let found {
                keep(found)
                return found.row
            }
        }
        return nil
    }

    /// `nil` where nothing is changed.
    private mutating func traceFilters() throws(SQLiteError) -> TraceFilters? {
        guard let filters = transaction?.traceFilters else { return nil }
        if !hasTraceFilters { try filters.update(connection) }
        hasTraceFilters = true
        return filters
    }

    /// The trace in that row.
    mutating func trace(_ row: Int64) throws(SQLiteError) -> TraceRow? {
        try fetch(trace: row) ? traces[row] : nil
    }

    /// Sees to it that a trace is here; returns whether there is one in that row.
    private mutating func fetch(trace row: Int64) throws(SQLiteError) -> Bool {
        if traces.contains(row) { return true }
        let found = try connection.statement(TraceRow.byRow).first(row) { TraceRow($0) }
        if let found { keep(found) }
        return found != nil
    }

    /// Changes a trace where it is kept; does nothing if there is none in that row.
    mutating func change(trace row: Int64, _ body: (inout TraceRow) -> Void) throws(SQLiteError) {
        guard try fetch(trace: row) else { return }
        traces.change(row) { trace in
            body(&trace)
            trace.isChanged = true
        }
    }

    /// The row for a new trace of that id, which ``findTrace(_:)`` has not found.
    mutating func takeTraceRow(for id: TraceID) -> Int64 {
        defer { nextTrace += 1 }
        transaction?.traceFilters.insert(id, row: nextTrace)
        return nextTrace
    }

    private mutating func keep(_ trace: TraceRow) {
        traces.put(trace, at: trace.row)
        traceRows[trace.id] = trace.row
    }

    /// Keeps a trace that has changed.
    mutating func put(_ trace: TraceRow) {
        var trace = trace
        trace.isChanged = true
        keep(trace)
    }
}
