import SQLite

extension SQLiteStore: ShippedJournal {
    public func shippedSegments(
        of processes: [ProcessInstance]
    ) async throws(StoreError) -> [SegmentProgress] {
        try await read { connection throws(SQLiteError) in
            var found: [SegmentProgress] = []
            for process in processes { found += try SegmentTable(connection).segments(of: process) }
            return found
        }
    }

    public func applyShipped(_ batches: [Batch]) async throws(StoreError) {
        let processes = Set(batches.map(\.process.instance))
        // Before the first record, so that no end of this server leaves a segment behind whose file
        // is looked for here.
        try await write { connection throws(SQLiteError) in
            for process in processes {
                try connection.statement("INSERT OR IGNORE INTO shipped_process VALUES (?, ?)")
                    .run(Int64(bitPattern: process.high), Int64(bitPattern: process.low))
            }
        }
        try await apply(batches)
    }
}
