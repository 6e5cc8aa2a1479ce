import SQLite

/// The table `segment`: how far each journal segment has come.
struct SegmentTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Where the batch's segment stands; `nil` if the batch has nothing new to say of it.
    func progress(_ batch: Batch, process: Int64) throws(SQLiteError) -> UInt64? {
        let find = try connection.statement(
            "SELECT position, state FROM segment WHERE process = ? AND number = ?")
        let stored = try find.first(process, Int64(bitPattern: batch.index)) {
            (position: UInt64(bitPattern: $0.int64(0)), state: $0.int(1))
        }
        guard let stored else { return batch.from }
        // Only one batch ends a segment; and one that moves it not at all must change its state.
        guard stored.state == SegmentProgress.State.reading.rawValue,
            stored.position < batch.to || (stored.position == batch.to && batch.state != .reading)
        else { return nil }
        return stored.position
    }

    /// Notes that the batch is in the tables.
    func advance(_ batch: Batch, process: Int64) throws(SQLiteError) {
        try connection.statement(
            """
            INSERT INTO segment (process, number, position, state, problem) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (process, number) DO UPDATE
            SET position = excluded.position, state = excluded.state, problem = excluded.problem
            """
        ).run(
            process, Int64(bitPattern: batch.index), Int64(bitPattern: batch.to),
            batch.state.rawValue, batch.problem)
    }

    /// All segments of which a file may still be there: not those that another machine has.
    func all() throws(SQLiteError) -> [SegmentProgress] {
        try connection.statement(
            """
            \(Self.read) WHERE NOT EXISTS (SELECT 1 FROM shipped_process AS s \
            WHERE s.instance_high = process.instance_high AND s.instance_low = process.instance_low)
            """
        ).all(body: Self.progress)
    }

    /// All segments of one process.
    func segments(of process: ProcessInstance) throws(SQLiteError) -> [SegmentProgress] {
        try connection.statement("\(Self.read) WHERE instance_high = ? AND instance_low = ?")
            .all(Int64(bitPattern: process.high), Int64(bitPattern: process.low), body: Self.progress)
    }

    private static let read = """
        SELECT instance_high, instance_low, number, position, state \
        FROM segment JOIN process ON process.id = segment.process
        """

    private static func progress(_ row: Row) -> SegmentProgress {
        SegmentProgress(
            process: ProcessInstance(
                high: UInt64(bitPattern: row.int64(0)), low: UInt64(bitPattern: row.int64(1))),
            index: UInt64(bitPattern: row.int64(2)), position: UInt64(bitPattern: row.int64(3)),
            state: SegmentProgress.State(rawValue: row.int(4)) ?? .damaged)
    }
}
