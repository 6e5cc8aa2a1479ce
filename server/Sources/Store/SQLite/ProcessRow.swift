import SQLite

/// A row of the table `process`.
struct ProcessRow {
    var row: Int64
    /// The latest time at which it recorded anything.
    var lastTime: Int64

    /// The row for a process, made if there is none.
    static func find(
        _ facts: ProcessFacts, _ connection: Connection
    ) throws(SQLiteError) -> ProcessRow {
        let high = Int64(bitPattern: facts.instance.high)
        let low = Int64(bitPattern: facts.instance.low)
        let find = try connection.statement(
            "SELECT id, last_time FROM process WHERE instance_high = ? AND instance_low = ?")
        if let known = try find.first(high, low, body: {
            ProcessRow(row: $0.int64(0), lastTime: $0.int64(1))
        }) {
            return known
        }
        try connection.statement(
            """
            INSERT INTO process (instance_high, instance_low, process_id, parent_process_id, \
            start_time, last_time) VALUES (?, ?, ?, ?, ?, ?)
            """
        ).run(
            high, low, Int(facts.processID), Int(facts.parentProcessID), facts.startTime,
            facts.startTime)
        return ProcessRow(row: connection.lastInsertedRow, lastTime: facts.startTime)
    }

    /// Notes how the process stands after a batch.
    func update(
        _ facts: ProcessFacts, lastTime: Int64, isGone: Bool, _ connection: Connection
    ) throws(SQLiteError) {
        try connection.statement(
            """
            UPDATE process SET last_time = ?, is_gone = ? WHERE id = ?
            """
        ).run(lastTime, isGone, row)
        try noteDrops(facts, connection)
    }

    /// Keeps the process's own count of what it could not write, which only grows.
    func noteDrops(_ facts: ProcessFacts, _ connection: Connection) throws(SQLiteError) {
        guard facts.droppedRecords > 0 else { return }
        try connection.statement(
            """
            UPDATE process SET dropped_records = max(dropped_records, ?), \
            dropped_bytes = max(dropped_bytes, ?) WHERE id = ?
            """
        ).run(
            Int64(clamping: facts.droppedRecords), Int64(clamping: facts.droppedBytes), row)
    }

    /// Keeps what a process says of itself.
    static func describe(
        _ row: Int64, _ description: ProcessDescription, _ connection: Connection
    ) throws(SQLiteError) {
        try connection.statement(
            """
            UPDATE process SET executable = ?, program = ?, runtime = ?, recorder = ?, host = ?, \
            service = ? WHERE id = ?
            """
        ).run(
            description.executable, description.program, description.runtime,
            description.recorder, description.host, description.service, row)
    }
}
