import Model
import SQLite

/// A row of the table `span` while a transaction works on it.
struct SpanRow {
    var row: Int64
    var process: Int64
    var trace: Int64
    var spanID: Int64
    var parentID: Int64?
    var name: Int64
    var scope: Int64
    var kind: Int
    var threadID: Int
    var startTime: Int64
    var endTime: Int64?
    var status: SpanStatus
    var hasStart: Bool
    var payloadCount: Int = 0
    var isDue = false
    var title: String?
    var model: Int64?
    var requestedModel: Int64?
    var usage = TokenUsage()
    /// It was sent whole by another program, and is found by its trace and its id.
    var isReceived = false
    /// There is no such row in the table yet.
    var isNew = true

    /// Something may still change: more of it may come that is found by its id.
    var isOpen: Bool { status == .running || status == .interrupted || !hasStart }

    /// The models under which it is found, each once.
    var models: [Int64] {
        guard let model else { return requestedModel.map { [$0] } ?? [] }
        guard let requestedModel, requestedModel != model else { return [model] }
        return [model, requestedModel]
    }
}

extension SpanRow {
    private static let columns = """
        id, process, trace, span_id, parent_id, name, scope, kind, thread_id, start_time, \
        end_time, status, has_start, payload_count, is_due, title, model, requested_model, \
        input_tokens, output_tokens, total_tokens, cached_tokens, reasoning_tokens, is_received
        """

    static let byRow = "SELECT \(columns) FROM span WHERE id = ?"
    static let open =
        "SELECT \(columns) FROM span WHERE process = ? AND span_id = ? AND is_open = 1"
    static let received = """
        SELECT \(columns) FROM span WHERE trace = ? AND span_id = ? AND is_received = 1
        """
    static let openOfProcess = "SELECT \(columns) FROM span WHERE process = ? AND is_open = 1"
    /// Without an index, and therefore over the latest rows alone.
    static let recent = """
        SELECT \(columns) FROM span WHERE id > ? AND process = ? AND span_id = ?
        ORDER BY id DESC LIMIT 1
        """
    static let insert = """
        INSERT INTO span (\(columns), is_open)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let update = """
        UPDATE span SET trace = ?, parent_id = ?, name = ?, scope = ?, kind = ?, thread_id = ?, \
        start_time = ?, end_time = ?, status = ?, has_start = ?, payload_count = ?, is_due = ?, \
        title = ?, model = ?, requested_model = ?, input_tokens = ?, output_tokens = ?, total_tokens = ?, \
        cached_tokens = ?, reasoning_tokens = ?, is_open = ? WHERE id = ?
        """

    init(_ row: Row) {
        self.init(
            row: row.int64(0), process: row.int64(1), trace: row.int64(2), spanID: row.int64(3),
            parentID: row.optionalInt64(4), name: row.int64(5), scope: row.int64(6),
            kind: row.int(7), threadID: row.int(8), startTime: row.int64(9),
            endTime: row.optionalInt64(10), status: SpanStatus(code: row.int(11)) ?? .running,
            hasStart: row.int(12) != 0, payloadCount: row.int(13), isDue: row.int(14) != 0,
            title: row.optionalText(15), model: row.optionalInt64(16),
            requestedModel: row.optionalInt64(17), usage: TokenUsage(row, from: 18), isReceived: row.int(23) != 0, isNew: false)
    }

    /// Writes it into the table.
    func write(to connection: Connection) throws(SQLiteError) {
        if isNew {
            try connection.statement(Self.insert).run(
                row, process, trace, spanID, parentID, name, scope, kind, threadID, startTime,
                endTime, status.code, hasStart, payloadCount, isDue, title, model, requestedModel, usage.input,
                usage.output, usage.total, usage.cachedInput, usage.reasoning, isReceived, isOpen)
        } else {
            try connection.statement(Self.update).run(
                trace, parentID, name, scope, kind, threadID, startTime, endTime, status.code,
                hasStart, payloadCount, isDue, title, model, requestedModel, usage.input, usage.output,
                usage.total, usage.cachedInput, usage.reasoning, isOpen, row)
        }
    }
}
