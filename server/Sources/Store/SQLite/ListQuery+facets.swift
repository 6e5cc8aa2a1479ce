import Model
import SQLite

extension ListQuery {
    /// Of what fulfils several conditions: the newest of the rows that chunks leave, and of the rows that no chunk tells of.
    func places(with facets: [FacetCondition], _ connection: Connection) throws(SQLiteError) -> [Cursor] {
        guard earliest <= latest else { return [] }
        var tests: [FacetTest] = []
        for facet in facets {
            guard let test = try facet.test(in: name, connection) else { return [] }
            tests.append(test)
        }
        let facetTable = FacetTable(of: name, connection)
        var places: [Cursor] = []
        for rows in try facetTable.rowsOutside() { try addAll(of: rows, to: &places, connection) }
        let read = try connection.statement("SELECT 1 FROM \(table) \(condition(behind: "\(row) = ?"))")
        try facetTable.forEachChunk(earliest...latest) { chunk throws(SQLiteError) in
            // Nothing that is still to come is newer than what was found.
            if isBehind(places, chunk.latest) { return false }
            var found: [Cursor] = []
            try facetTable.forEachRow(of: chunk, thatMayFulfil: tests) { row, start throws(SQLiteError) in
                if start < earliest || isBehind(places, start) { return false }
                // Thousands may begin at the same time, and those before the page are not to be read for each page again.
                let isBehindPlace = place.map { (start, row) < ($0.time, $0.row) } ?? (start <= latest)
                if isBehindPlace, try !read.all(binding: [row] + values, body: { _ in true }).isEmpty { found.append(Cursor(time: start, row: row)) }
                return found.count <= limit
            }
            merge(found, into: &places)
            return true
        }
        return places
    }

    /// Adds what is found by looking at each row of a range of numbers.
    private func addAll(of rows: ClosedRange<Int64>, to places: inout [Cursor], _ connection: Connection) throws(SQLiteError) {
        let read = try connection.statement(
            "SELECT \(time), \(row) FROM \(table) NOT INDEXED \(condition(behind: "\(row) BETWEEN ? AND ?"))")
        // A store that has no chunks yet may have millions that belong to the list: no more are held than some pages.
        var found: [Cursor] = []
        try read.forEach(binding: [rows.lowerBound, rows.upperBound] + values) { row throws(SQLiteError) in
            let place = Cursor(time: row.int64(0), row: row.int64(1))
            if isBehind(places, place.time) { return }
            found.append(place)
            guard found.count > 2 * limit + 1_000 else { return }
            merge(found, into: &places)
            found.removeAll(keepingCapacity: true)
        }
        merge(found, into: &places)
    }
}
