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
    /// There is something new to interpret; never so at the end of a transaction.
    var isDue = false
    var facts = StoredMeaning()
    /// Under what the table's row is found; `nil` if there is none yet.
    var listed: Listing?
    /// It differs from the table's row.
    var isChanged = true
    /// It was sent whole by another program, and is found by its trace and its id.
    var isReceived = false
    /// There is no such row in the table yet.
    var isNew = true

    /// Something may still change: more of it may come that is found by its id.
    var isOpen: Bool { status == .running || status == .interrupted || !hasStart }

}

extension SpanRow {
    private static let columns = """
        id, process, trace, span_id, parent_id, name, scope, kind, thread_id, start_time, \
        end_time, status, has_start, payload_count, is_received, \(StoredMeaning.columns)
        """

    static let byRow = "SELECT \(columns) FROM span WHERE id = ?"
    static let inRange = "SELECT \(columns) FROM span WHERE id > ? AND id <= ? ORDER BY id"
    static let ofTrace = "SELECT \(columns) FROM span WHERE trace = ? LIMIT ?"
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
    /// All tokens of a span, as `s`.
    static let tokens = "coalesce(s.total_tokens, coalesce(s.input_tokens, 0) + coalesce(s.output_tokens, 0))"
    /// How long a span took, as `s`; nothing while it runs.
    static let duration = "s.end_time - s.start_time"
    private static let insert = "\(insertion) \(insertedValues)"
    private static let insertGroup =
        "\(insertion) \([String](repeating: insertedValues, count: groupSize).joined(separator: ", "))"
    /// `FAIL`: an error ends the transaction in any case, and SQLite need not be ready to undo the one statement.
    private static let insertion = "INSERT OR FAIL INTO span (\(columns), is_open) VALUES"
    private static let insertedValues =
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(StoredMeaning.placeholders), ?)"
    /// New rows that one statement writes: it opens the table and its indexes once for all of them.
    private static let groupSize = 8
    private static let update = """
        UPDATE span SET (trace, parent_id, name, scope, kind, thread_id, start_time, end_time, \
        status, has_start, payload_count, \(StoredMeaning.columns), is_open) = \
        (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(StoredMeaning.placeholders), ?) WHERE id = ?
        """

    init(_ row: Row) {
        self.init(
            row: row.int64(0), process: row.int64(1), trace: row.int64(2), spanID: row.int64(3),
            parentID: row.optionalInt64(4), name: row.int64(5), scope: row.int64(6),
            kind: row.int(7), threadID: row.int(8), startTime: row.int64(9),
            endTime: row.optionalInt64(10), status: SpanStatus(code: row.int(11)) ?? .running,
            hasStart: row.int(12) != 0, payloadCount: row.int(13), facts: StoredMeaning(row, from: 15),
            isChanged: false, isReceived: row.int(14) != 0, isNew: false)
        listed = listing
    }

    /// Writes some of these rows into the table, in that order.
    static func write(
        _ places: [Int], of rows: ContiguousArray<SpanRow>, to connection: Connection
    ) throws(SQLiteError) {
        var rest = places[...]
        while let first = rest.first {
            let group = rest.prefix(groupSize)
            if group.count == groupSize, group.allSatisfy({ rows[$0].isNew }) {
                try connection.statement(insertGroup).run { values in
                    for place in group { rows[place].bindAll(to: &values) }
                }
                rest = rest.dropFirst(groupSize)
            } else {
                try rows[first].write(to: connection)
                rest = rest.dropFirst()
            }
        }
    }

    private func write(to connection: Connection) throws(SQLiteError) {
        guard !isNew else { return try connection.statement(Self.insert).run { bindAll(to: &$0) } }
        try connection.statement(Self.update).run { values in
            values.add(trace)
            bindChanging(to: &values)
            facts.bind(to: &values)
            values.add(isOpen)
            values.add(row)
        }
    }

    private func bindAll(to values: inout Binder) {
        values.add(row)
        values.add(process)
        values.add(trace)
        values.add(spanID)
        bindChanging(to: &values)
        values.add(isReceived)
        facts.bind(to: &values)
        values.add(isOpen)
    }

    private func bindChanging(to values: inout Binder) {
        values.add(parentID)
        values.add(name)
        values.add(scope)
        values.add(kind)
        values.add(threadID)
        values.add(startTime)
        values.add(endTime)
        values.add(status.code)
        values.add(hasStart)
        values.add(payloadCount)
    }
}
