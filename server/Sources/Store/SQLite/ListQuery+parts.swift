import Model
import SQLite

extension ListQuery {
    /// Of what exceeds a limit: the newest of each magnitude that is great enough, and of these the newest.
    func places(beyond magnitude: (column: String, least: Int), _ connection: Connection) throws(SQLiteError) -> [Cursor] {
        let newest = try newest(where: magnitude.column, connection)
        var places: [Cursor] = []
        for value in try present(magnitude, connection) { try add(newest, value, to: &places) }
        return places
    }

    /// Of traces of which a span is of an operation: the newest of each set of operations that has it, and of these the newest.
    func places(with operation: Meaning.Operation, _ connection: Connection) throws(SQLiteError) -> [Cursor] {
        let newest = try newest(where: "\(alias).operations", connection)
        var places: [Cursor] = []
        for set in try sets(with: 1 << operation.code, connection) { try add(newest, set, to: &places) }
        return places
    }

    /// Of what is found in one group of rows after the other: the newest of each, and of these the newest.
    func placesByGroup(_ connection: Connection) throws(SQLiteError) -> [Cursor] {
        let newest = try newest(where: RowGroups.number(row, of: name), connection)
        var places: [Cursor] = []
        try RowGroups(of: name, connection).forEach { group, latest throws(SQLiteError) in
            // Nothing that is still to come is newer than what was found.
            if places.count > limit, latest < places[limit].time { return false }
            try add(newest, group, to: &places)
            return true
        }
        return places
    }

    /// Finds the newest that belong to the list, of the part in which a column has a value.
    private func newest(where column: String, _ connection: Connection) throws(SQLiteError) -> Statement {
        try connection.statement(
            """
            SELECT \(time), \(row) FROM \(table) \
            WHERE \((["\(column) = ?"] + conditions).joined(separator: " AND ")) ORDER BY \(time) DESC, \(row) DESC LIMIT ?
            """)
    }

    /// Adds what is found in one part; no more is kept than a page and the place after it, newest first.
    private func add(_ newest: Statement, _ part: any Bindable, to places: inout [Cursor]) throws(SQLiteError) {
        let found = try newest.all(binding: [part] + values + [limit + 1]) { Cursor(time: $0.int64(0), row: $0.int64(1)) }
        guard !found.isEmpty else { return }
        places = Array((places + found).sorted { ($0.time, $0.row) > ($1.time, $1.row) }.prefix(limit + 1))
    }

    /// The sets of operations with one bit that there are, by one look into the index for each, and for each stretch of those without it.
    private func sets(with bit: Int, _ connection: Connection) throws(SQLiteError) -> [Int] {
        let next = try connection.statement("SELECT min(operations) FROM \(table) WHERE operations >= ?")
        var sets: [Int] = []
        var from = bit
        while let set = try next.first(from, body: { $0.optionalInt(0) }) ?? nil {
            if set & bit != 0 {
                sets.append(set)
                from = set + 1
            } else {
                // The next one that has the bit.
                from = (set | bit) & ~(bit - 1)
            }
        }
        return sets
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
