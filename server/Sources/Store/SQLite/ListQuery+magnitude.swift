import SQLite

extension ListQuery {
    /// A page of what exceeds a limit: the newest of each magnitude that is great enough, and of
    /// these the newest.
    func pageByMagnitude<Element: Sendable>(
        select columns: String, columnCount: Int, joins: String, _ connection: Connection,
        body: (Row) throws(SQLiteError) -> Element?
    ) throws(SQLiteError) -> Page<Element> {
        guard let magnitude else { return Page(elements: []) }
        let newest = try connection.statement(
            """
            SELECT \(time), \(row) FROM \(table) WHERE \(magnitude.column) = ? \
            AND \(conditions.joined(separator: " AND ")) ORDER BY \(time) DESC, \(row) DESC LIMIT ?
            """)
        var places: [Cursor] = []
        for value in try present(magnitude, connection) {
            places += try newest.all(binding: [value] + values + [limit + 1]) { row in
                Cursor(time: row.int64(0), row: row.int64(1))
            }
        }
        places.sort { ($0.time, $0.row) > ($1.time, $1.row) }
        let read = try connection.statement(
            "SELECT \(columns), \(time), \(row) FROM \(table) \(joins) WHERE \(row) = ?")
        let found = try places.prefix(limit + 1).map { place throws(SQLiteError) in
            (element: try read.first(place.row, body: body) ?? nil, place: place)
        }
        return page(found)
    }

    /// The magnitudes that there are, by one look into the index for each.
    private func present(
        _ magnitude: (column: String, least: Int), _ connection: Connection
    ) throws(SQLiteError) -> [Int] {
        let next = try connection.statement(
            "SELECT min(\(magnitude.column)) FROM \(table) WHERE \(magnitude.column) >= ?")
        var values: [Int] = []
        var from = magnitude.least
        while let value = try next.first(from, body: { $0.optionalInt(0) }) ?? nil {
            values.append(value)
            from = value + 1
        }
        return values
    }
}
