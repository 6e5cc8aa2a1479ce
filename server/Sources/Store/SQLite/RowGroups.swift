import SQLite

/// Rows of spans, or of traces, that were stored one after the other: 65,536 spans or 16,384 traces make a group.
///
/// The indexes by user and by session begin with the group's number. What is stored at one time has many users and sessions, and
/// in an index of all rows each of them has a place of its own, so that more and more pages were written for the same number of
/// spans. In the indexes that there are, all of it lies in the few pages of the last group. A list asks one group after the
/// other, and which is the latest time of each is known, so that it need not ask all of them.
struct RowGroups {
    private let table: String
    /// How far a row's number is shifted to give its group's; the indexes say the same.
    private let shift: Int64
    private let connection: Connection

    static func spans(_ connection: Connection) -> RowGroups { RowGroups(of: "span", connection) }
    static func traces(_ connection: Connection) -> RowGroups { RowGroups(of: "trace", connection) }

    init(of table: String, _ connection: Connection) {
        self.table = table
        shift = Self.shift(of: table)
        self.connection = connection
    }

    /// The group of a trace's row.
    static func number(ofTrace row: Int64) -> Int64 { row >> shift(of: "trace") }

    private static func shift(of table: String) -> Int64 { table == "span" ? 16 : 14 }

    /// The group of a table's row, as the indexes say it; `row` is the column of its number.
    static func number(_ row: String, of table: String) -> String { "\(row) >> \(shift(of: table))" }

    /// That a table has a row with a value in an indexed column, as a condition; the parameter has to be numbered.
    ///
    /// Without the plus sign, SQLite takes the index for unfit, since its expression has no type and the column has one.
    static func anyRow(of table: String, where column: String, is value: String) -> String {
        """
        EXISTS (SELECT 1 FROM \(table)_group CROSS JOIN \(table) ON \(number("\(table).id", of: table)) = +number \
        WHERE \(table).\(column) = \(value))
        """
    }

    /// Goes through the groups, those with the latest rows first, until `body` has enough.
    func forEach(
        _ body: (_ number: Int64, _ latest: Int64) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        try connection.statement("SELECT number, latest FROM \(table)_group ORDER BY latest DESC")
            .forEach { row throws(SQLiteError) in try body(row.int64(0), row.int64(1)) }
    }

    /// Notes when rows that were written begin.
    func note(_ rows: some Sequence<(row: Int64, start: Int64)>) throws(SQLiteError) {
        var latest: [Int64: Int64] = [:]
        for (row, start) in rows { latest[row >> shift] = max(latest[row >> shift] ?? .min, start) }
        for (group, start) in latest {
            try connection.statement(
                """
                INSERT INTO \(table)_group VALUES (?, ?) \
                ON CONFLICT (number) DO UPDATE SET latest = excluded.latest WHERE excluded.latest > latest
                """
            ).run(group, start)
        }
    }

    /// Forgets the groups of rows that were removed, if they have no other; returns whether there was such a group.
    @discardableResult
    func forget(_ rows: some Sequence<Int64>) throws(SQLiteError) -> Bool {
        var isGone = false
        for group in Set(rows.map { $0 >> shift }) {
            try connection.statement(
                """
                DELETE FROM \(table)_group WHERE number = ?1 AND NOT EXISTS \
                (SELECT 1 FROM \(table) WHERE id >= ?1 << \(shift) AND id < (?1 + 1) << \(shift))
                """
            ).run(group)
            isGone = isGone || connection.changes > 0
        }
        return isGone
    }
}
