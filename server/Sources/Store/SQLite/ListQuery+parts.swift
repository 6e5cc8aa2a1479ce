import Model
import SQLite

extension ListQuery {
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
        merge(found, into: &places)
    }

    /// Adds places; no more are kept than a page and the place after it, newest first.
    func merge(_ found: [Cursor], into places: inout [Cursor]) {
        guard !found.isEmpty else { return }
        places = Array((places + found).sorted { ($0.time, $0.row) > ($1.time, $1.row) }.prefix(limit + 1))
    }
}
