import Model
import SQLite

/// A query for a part of a list that is sorted by start time and row, newest first.
///
/// Its text is put together from fixed pieces alone; whatever a caller gave is bound.
struct ListQuery {
    private var conditions: [String] = []
    private var values: [any Bindable] = []
    private let limit: Int
    private let time: String
    private let row: String

    /// - Parameters:
    ///   - time: the column of the start time.
    ///   - row: the column of the row's number.
    init(time: String, row: String, limit: Int) {
        self.time = time
        self.row = row
        self.limit = max(1, min(limit, TraceQuery.greatestLimit))
    }

    mutating func require(_ condition: String, _ values: any Bindable...) {
        conditions.append(condition)
        self.values += values
    }

    mutating func require(since: Int64?, until: Int64?) {
        if let since { require("\(time) >= ?", since) }
        if let until { require("\(time) < ?", until) }
    }

    /// The number is written into the text, so that SQLite sees that an index fits.
    mutating func require(status: SpanStatus, column: String) {
        if status != .ok { require("\(column) <> \(SpanStatus.ok.code)") }
        require("\(column) = \(status.code)")
    }

    mutating func goOn(from cursor: String?) throws(StoreError) {
        guard let cursor else { return }
        guard let place = Cursor(cursor) else { throw .invalidCursor }
        require("(\(time), \(row)) < (?, ?)", place.time, place.row)
    }

    /// Runs it; `body` gets each row, of which the last two columns are the time and the row.
    func page<Element: Sendable>(
        select columns: String, columnCount: Int, from tables: String, _ connection: Connection,
        body: (Row) throws(SQLiteError) -> Element?
    ) throws(SQLiteError) -> Page<Element> {
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let sql = """
            SELECT \(columns), \(time), \(row) FROM \(tables) \(condition) \
            ORDER BY \(time) DESC, \(row) DESC LIMIT ?
            """
        // One more than asked for tells whether there is a next part.
        let found = try connection.statement(sql).all(binding: values + [limit + 1]) {
            row throws(SQLiteError) in
            (
                element: try body(row),
                place: Cursor(time: row.int64(columnCount), row: row.int64(columnCount + 1))
            )
        }
        let shown = found.prefix(limit)
        return Page(
            elements: shown.compactMap(\.element),
            nextCursor: found.count > limit ? shown.last?.place.text : nil)
    }
}
