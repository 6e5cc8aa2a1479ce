import SQLite

extension ProcessRow {
    /// The row for a source of received spans, made if there is none.
    ///
    /// It has no instance of its own, so it gets one that is worked out from its resource; where
    /// two resources give the same, the second takes the next one that is free.
    static func find(
        _ source: SpanSource, startTime: Int64, _ connection: Connection
    ) throws(SQLiteError) -> ProcessRow {
        let high = Int64(bitPattern: digest(source.resource, start: 0xCBF2_9CE4_8422_2325))
        var low = Int64(bitPattern: digest(source.resource, start: 0x6C62_272E_07BB_0142))
        let find = try connection.statement(
            """
            SELECT id, last_time, resource FROM process \
            WHERE instance_high = ? AND instance_low = ?
            """)
        while let known = try find.first(high, low, body: {
            (row: ProcessRow(row: $0.int64(0), lastTime: $0.int64(1)), resource: $0.optionalText(2))
        }) {
            if known.resource == source.resource { return known.row }
            low &+= 1
        }
        try connection.statement(
            """
            INSERT INTO process (instance_high, instance_low, process_id, parent_process_id, \
            start_time, last_time, resource) VALUES (?, ?, ?, 0, ?, ?, ?)
            """
        ).run(high, low, Int(source.processID), startTime, startTime, source.resource)
        let row = connection.lastInsertedRow
        try describe(row, source.description, connection)
        return ProcessRow(row: row, lastTime: startTime)
    }

    /// FNV-1a: the same in every version of this program.
    private static func digest(_ text: String, start: UInt64) -> UInt64 {
        text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
