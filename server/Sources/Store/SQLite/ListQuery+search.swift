import SQLite

extension ListQuery {
    /// A page of spans that have the words, those that were stored last first.
    func pageOfSpans<Element: Sendable>(
        with words: SearchExpression, select columns: String, joins: String,
        _ connection: Connection, body: (Row) throws(SQLiteError) -> Element?
    ) throws(SQLiteError) -> Page<Element> {
        guard let expression = words.fts5 else { return Page(elements: []) }
        let sql = """
            SELECT \(columns), \(row) FROM search CROSS JOIN \(table) ON \(row) = search.rowid \(joins) \
            WHERE search MATCH ? AND search.rowid < ? \(conditions.map { "AND \($0)" }.joined(separator: " ")) \
            ORDER BY search.rowid DESC LIMIT ?
            """
        let columnCount = try connection.statement(sql).columnCount - 1
        let found = try connection.statement(sql).all(
            binding: [expression, place?.row ?? Int64.max] + values + [limit + 1]
        ) { row throws(SQLiteError) in
            (element: try body(row), place: Cursor(time: 0, row: row.int64(columnCount)))
        }
        return page(found)
    }

    /// A page of traces of which a span has the words, by the one that was stored last.
    func pageOfTraces<Element: Sendable>(
        with words: SearchExpression, select columns: String, _ connection: Connection,
        body: (Row) throws(SQLiteError) -> Element?
    ) throws(SQLiteError) -> Page<Element> {
        guard let expression = words.fts5 else { return Page(elements: []) }
        let spans = try connection.statement(
            """
            SELECT search.rowid, span.trace FROM search CROSS JOIN span ON span.id = search.rowid \
            WHERE search MATCH ? AND search.rowid < ? ORDER BY search.rowid DESC
            """)
        let conditions = conditions.map { "AND \($0)" }.joined(separator: " ")
        let read = try connection.statement("SELECT \(columns) FROM \(table) WHERE \(row) = ? \(conditions)")
        var seen: Set<Int64> = []
        var found: [(element: Element?, place: Cursor)] = []
        try spans.forEach(expression, place?.row ?? Int64.max) { match throws(SQLiteError) in
            let (span, trace) = (match.int64(0), match.int64(1))
            guard seen.insert(trace).inserted,
                try !wasShown(trace, expression, connection),
                let element = try read.all(binding: [trace] + values, body: body).first ?? nil
            else { return true }
            found.append((element, Cursor(time: 0, row: span)))
            return found.count <= limit
        }
        return page(found)
    }

    /// Whether a span of the trace that comes before the page has the words too.
    private func wasShown(
        _ trace: Int64, _ expression: String, _ connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard let place else { return false }
        let later = try connection.statement(
            "SELECT id FROM span WHERE trace = ? AND id >= ?"
        ).all(trace, place.row) { $0.int64(0) }
        let isMatch = try connection.statement(
            "SELECT 1 FROM search WHERE search MATCH ? AND search.rowid = ?")
        for span in later where try isMatch.first(expression, span, body: { _ in true }) == true {
            return true
        }
        return false
    }
}
