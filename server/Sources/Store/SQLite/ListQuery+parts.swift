import Model
import SQLite

extension ListQuery {
    /// Of what is found in one group of rows after the other: the newest of each, and of these the newest.
    func placesByGroup(_ connection: Connection) throws(SQLiteError) -> [Cursor] {
        let newest = try connection.statement(
            """
            SELECT \(time), \(row) FROM \(table) \(condition(behind: "\(RowGroups.number(row, of: name)) = ?")) \
            ORDER BY \(time) DESC, \(row) DESC LIMIT ?
            """)
        var places: [Cursor] = []
        try RowGroups(of: name, connection).forEach { group, latest throws(SQLiteError) in
            // Nothing that is still to come is newer than what was found.
            if isBehind(places, latest) { return false }
            merge(try newest.all(binding: [group] + values + [limit + 1]) { Cursor(time: $0.int64(0), row: $0.int64(1)) }, into: &places)
            return true
        }
        return places
    }

    /// Whether what begins at a time comes behind a page and the place after it, which were found.
    func isBehind(_ places: [Cursor], _ time: Int64) -> Bool { places.count > limit && time < places[limit].time }

    /// Adds places; no more are kept than a page and the place after it, newest first.
    func merge(_ found: [Cursor], into places: inout [Cursor]) {
        guard !found.isEmpty else { return }
        places = Array((places + found).sorted { ($0.time, $0.row) > ($1.time, $1.row) }.prefix(limit + 1))
    }
}
