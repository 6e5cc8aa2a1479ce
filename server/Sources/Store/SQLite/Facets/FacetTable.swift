import SQLite

/// What lists are filtered by, column by column: spans, or traces, in chunks of 4,096 rows.
///
/// An index has the rows of one condition in the order of the list. Where a list has several, or bounds of a number, the rows of one may go on for
/// long without any that fulfils the others too. A chunk's columns of a few kilobytes are compared at once, so the chunks of a million rows tell
/// in milliseconds which rows may belong to the list; only these are looked at.
///
/// A chunk is made when all its row numbers are taken. A row that changes makes it stale, until it is made anew; the rows of stale
/// chunks, and the last ones, are looked at one by one. So what a chunk says is never less than what is there.
struct FacetTable {
    /// `span` or `trace`.
    let name: String
    let connection: Connection
    /// How far a row's number is shifted to give its chunk's.
    static let shift: Int64 = 12

    /// What is known of a chunk without its columns.
    struct Chunk {
        var number: Int64
        /// When its last row begins.
        var latest: Int64
    }

    init(of name: String, _ connection: Connection) {
        self.name = name
        self.connection = connection
    }
}

extension FacetTable {
    /// Notes that rows were written or removed: what chunks say of them no longer holds.
    func note(_ rows: some Sequence<Int64>) throws(SQLiteError) {
        for number in Set(rows.map { $0 >> Self.shift }) {
            // Beyond the last chunk nothing is said yet. Below it every row has one: also where numbers are given again.
            try connection.statement(
                """
                INSERT INTO \(name)_chunk SELECT ?1, 0, 0, 1 WHERE ?1 <= (SELECT max(number) FROM \(name)_chunk) \
                ON CONFLICT (number) DO UPDATE SET is_stale = 1 WHERE is_stale = 0
                """
            ).run(number)
        }
    }

    /// Makes chunks of what lies behind the last one, the earliest rows first.
    ///
    /// - Parameters:
    ///   - nextRow: the number of the table's next row.
    ///   - limit: how many at most.
    /// - Returns: how many were made.
    @discardableResult
    func makeNew(before nextRow: Int64, limit: Int) throws(SQLiteError) -> Int {
        for made in 0..<limit {
            let first = try connection.statement(
                "SELECT min(id) >> \(Self.shift) FROM \(name) WHERE id >= (SELECT coalesce(max(number) + 1, 0) FROM \(name)_chunk) << \(Self.shift)"
            ).first { $0.optionalInt64(0) } ?? nil
            guard let first, first < nextRow >> Self.shift else { return made }
            try make(first)
        }
        return limit
    }

    /// Makes chunks of what has none yet, and stale ones anew where that is due; returns whether there may be more to do.
    static func maintain(_ connection: Connection, _ renewal: FacetRenewal) throws(SQLiteError) -> Bool {
        let tables = ["span", "trace"].map { FacetTable(of: $0, connection) }
        var made = 0
        for table in tables { made += try table.makeNew(before: WorkingSet.nextRow(in: table.name, connection), limit: batch) }
        let isRenewed = try renewal.renew(limit: batch) { () throws(SQLiteError) in
            var stale: [FacetRenewal.Chunk] = []
            for table in tables { stale += try table.staleChunks().map { .init(table: table.name, number: $0) } }
            return stale
        } make: { chunks throws(SQLiteError) in
            for chunk in chunks { try FacetTable(of: chunk.table, connection).renew(chunk.number) }
        }
        return made > 0 || isRenewed
    }

    /// Makes a stale chunk anew, unless somebody else has: what was found may be known for long, and a chunk that is gone comes again
    /// behind all before it.
    private func renew(_ number: Int64) throws(SQLiteError) {
        let isStale = try connection.statement("SELECT is_stale FROM \(name)_chunk WHERE number = ?").first(number) { $0.int(0) == 1 }
        guard isStale == true else { return }
        let next = try WorkingSet.nextRow(in: name, connection)
        guard number >= next >> Self.shift else { return try make(number) }
        // Its rows were removed, or some of the last ones, whose numbers are given again; the same is true of all behind it.
        let void = try connection.statement("SELECT number FROM \(name)_chunk WHERE number >= ?").all(number) { $0.int64(0) }
        for number in void { try remove(number) }
    }

    /// How many of a sort one transaction makes of what was stored long ago: each takes milliseconds, for which what comes waits.
    private static let batch = 2

    private func make(_ number: Int64) throws(SQLiteError) {
        var rows = try connection.statement(FacetRow.select(from: name))
            .all(number << Self.shift, (number + 1) << Self.shift - 1) { FacetRow($0, of: name) }
        guard !rows.isEmpty else { return try remove(number) }
        rows.sort { ($0.startTime, $0.row) > ($1.startTime, $1.row) }
        try connection.statement("INSERT OR REPLACE INTO \(name)_chunk VALUES (?, ?, ?, 0)")
            .run(number, rows[rows.count - 1].startTime, rows[0].startTime)
        for column in FacetColumn.allCases {
            try connection.statement("INSERT OR REPLACE INTO \(name)_facet VALUES (?, ?)")
                .run(Self.id(column, of: number), FacetRow.bytes(of: column, in: rows, from: number << Self.shift))
        }
    }

    private func remove(_ number: Int64) throws(SQLiteError) {
        try connection.statement("DELETE FROM \(name)_chunk WHERE number = ?").run(number)
        for column in FacetColumn.allCases {
            try connection.statement("DELETE FROM \(name)_facet WHERE id = ?").run(Self.id(column, of: number))
        }
    }

    /// The columns lie one behind the other, so that one of all chunks is read from few pages.
    static func id(_ column: FacetColumn, of number: Int64) -> Int64 { Int64(column.rawValue) << 40 | number }
}

extension FacetTable {
    /// Gives `body` the chunks that have rows of these times, those with the latest rows first, until it returns `false`.
    func forEachChunk(
        _ times: ClosedRange<Int64>, _ body: (Chunk) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        try connection.statement(
            """
            SELECT number, latest FROM \(name)_chunk WHERE is_stale = 0 AND latest >= ? AND earliest <= ? ORDER BY latest DESC
            """
        ).forEach(times.lowerBound, times.upperBound) { row throws(SQLiteError) in
            try body(Chunk(number: row.int64(0), latest: row.int64(1)))
        }
    }

    private func staleChunks() throws(SQLiteError) -> [Int64] {
        try connection.statement("SELECT number FROM \(name)_chunk INDEXED BY \(name)_chunk_stale WHERE is_stale = 1").all { $0.int64(0) }
    }

    /// The rows of which no chunk tells: those behind the last one, and those of stale ones.
    func rowsOutside() throws(SQLiteError) -> [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = []
        let last = try connection.statement("SELECT coalesce(max(number), -1) FROM \(name)_chunk").first { $0.int64(0) } ?? -1
        ranges.append((last + 1) << Self.shift...Int64.max)
        for number in try staleChunks() { ranges.append(number << Self.shift...(number + 1) << Self.shift - 1) }
        return ranges
    }

    /// Gives `body` the rows of a chunk that may fulfil all tests, those that begin last first, until it returns `false`.
    func forEachRow(
        of chunk: Chunk, thatMayFulfil tests: [FacetTest], _ body: (_ row: Int64, _ startTime: Int64) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        let read = try connection.statement("SELECT bytes FROM \(name)_facet WHERE id = ?")
        var marks = FacetMarks(count: 1 << Self.shift)
        for test in tests {
            let undecided = try read.first(Self.id(test.column, of: chunk.number)) { row in
                row.withBytes(0) { bytes in test.clear(&marks, bytes) ? [UInt8](bytes) : [] }
            } ?? []
            if !undecided.isEmpty, let rest = test.column.rest {
                try read.forEach(Self.id(rest, of: chunk.number)) { row in
                    row.withBytes(0) { test.clear(&marks, undecided, rest: $0) }
                    return false
                }
            }
            guard !marks.isEmpty else { return }
        }
        let columns = try [FacetColumn.place, .startTime].map { column throws(SQLiteError) in
            try read.first(Self.id(column, of: chunk.number)) { $0.bytes(0) } ?? []
        }
        for index in 0..<min(columns[0].count / 2, columns[1].count / 8) where marks[index] {
            let (place, startTime): (UInt16, Int64) = (columns[0].number(at: index), columns[1].number(at: index))
            guard try body(chunk.number << Self.shift + Int64(place), startTime) else { return }
        }
    }
}

extension [UInt8] {
    /// The number of a column at an index; its lowest byte comes first.
    fileprivate func number<Value: FixedWidthInteger & BitwiseCopyable>(at index: Int) -> Value {
        withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self)) }
    }
}
