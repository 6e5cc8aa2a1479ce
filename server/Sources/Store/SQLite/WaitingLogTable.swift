import Model
import SQLite

/// The table `waiting_log`: log records whose spans have not come yet.
///
/// It is bounded: what is too old or too much is forgotten, the oldest first.
struct WaitingLogTable {
    private static let countLimit = 100_000
    private static let byteLimit = 64 << 20
    /// Up to so many, it is read once in a transaction for which spans there are some.
    private static let fewCount = 4_096

    private let connection: Connection
    /// The spans that some wait for; `nil` if that is not read yet, or if there are many: then the table is asked.
    private var spans: Set<Int64>?
    private var isRead = false
    /// What this transaction has added, or taken out where it is less than nothing.
    private var addedCount = 0
    private var addedBytes = 0

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// `false` if no record waits for a span of that id.
    mutating func mayHave(_ span: Int64) throws(SQLiteError) -> Bool {
        if !isRead {
            isRead = true
            let count = try CounterTable(connection).value("waiting_logs")
            if count == 0 {
                spans = []
            } else if count <= Self.fewCount {
                spans = Set(try connection.statement("SELECT span_id FROM waiting_log").all { $0.int64(0) })
            }
        }
        return spans?.contains(span) ?? true
    }

    /// The records that wait for a span, the first to come first.
    mutating func logs(of owner: KnownLogs.Owner) throws(SQLiteError) -> [Payload] {
        guard try mayHave(owner.span) else { return [] }
        return try connection.statement("SELECT time, bytes FROM waiting_log WHERE \(Self.isOfOwner) ORDER BY id")
            .all(owner.span, owner.traceHigh, owner.traceLow) { Payload(log: $0.bytes(1), time: $0.int64(0)) }
    }

    /// The same; they wait no longer.
    mutating func take(of owner: KnownLogs.Owner) throws(SQLiteError) -> [Payload] {
        let logs = try logs(of: owner)
        guard !logs.isEmpty else { return [] }
        try connection.statement("DELETE FROM waiting_log WHERE \(Self.isOfOwner)")
            .run(owner.span, owner.traceHigh, owner.traceLow)
        addedCount -= logs.count
        addedBytes -= logs.reduce(0) { $0 + $1.bytes.count }
        return logs
    }

    mutating func add(_ log: ReceivedLog, of owner: KnownLogs.Owner) throws(SQLiteError) {
        try connection.statement(
            "INSERT INTO waiting_log (trace_high, trace_low, span_id, arrival, time, bytes) VALUES (?, ?, ?, ?, ?, ?)"
        ).run(owner.traceHigh, owner.traceLow, owner.span, log.arrival, log.payload.time, log.payload.bytes)
        spans?.insert(owner.span)
        addedCount += 1
        addedBytes += log.payload.bytes.count
    }

    private static let isOfOwner = "span_id = ? AND trace_high = ? AND trace_low = ?"

    /// Counts what this transaction has added, and forgets what is too much; returns how many records.
    mutating func finish() throws(SQLiteError) -> Int {
        guard addedCount != 0 || addedBytes != 0 else { return 0 }
        try count(addedCount, bytes: addedBytes)
        let isMore = addedCount > 0
        (addedCount, addedBytes) = (0, 0)
        return isMore ? try forget(beyond: Self.byteLimit, count: Self.countLimit) : 0
    }

    private func count(_ added: Int, bytes: Int) throws(SQLiteError) {
        let add = try connection.statement("UPDATE counter SET value = value + ? WHERE name = ?")
        try add.run(added, "waiting_logs")
        try add.run(bytes, "waiting_log_bytes")
    }
}

extension WaitingLogTable {
    /// So long a record waits, in nanoseconds.
    static let patience: Int64 = 86_400_000_000_000
    /// Records of one transaction that are forgotten for their age.
    private static let partLimit = 4_096

    /// Forgets some of what came before that time; returns how many records.
    func forget(before time: Int64) throws(SQLiteError) -> Int {
        guard try CounterTable(connection).value("waiting_logs") > 0 else { return 0 }
        // Rows are numbered as they come: nothing behind the first that is young enough has to be looked at.
        let young = try connection.statement("SELECT id FROM waiting_log WHERE arrival >= ? ORDER BY id LIMIT 1")
            .first(time) { $0.int64(0) } ?? Int64.max
        let first = try connection.statement("SELECT id FROM waiting_log ORDER BY id LIMIT 1").first { $0.int64(0) }
        guard let first, first < young else { return 0 }
        return try remove("id < ?", [min(young, first + Int64(Self.partLimit))], isForgotten: true)
    }

    /// Forgets the oldest of what takes more than these bytes, or is more than this count; returns how many records.
    func forget(beyond byteLimit: Int, count countLimit: Int = .max) throws(SQLiteError) -> Int {
        let counters = CounterTable(connection)
        var bytes = try counters.value("waiting_log_bytes")
        var count = try counters.value("waiting_logs")
        guard bytes > byteLimit || count > countLimit else { return 0 }
        var last: Int64 = 0
        // Some more than it must, so that it need not be done for each that comes.
        let (byteGoal, countGoal) = (byteLimit - byteLimit / 8, countLimit - countLimit / 8)
        try connection.statement("SELECT id, length(bytes) FROM waiting_log ORDER BY id").forEach { row in
            guard bytes > byteGoal || count > countGoal else { return false }
            last = row.int64(0)
            bytes -= row.int(1)
            count -= 1
            return true
        }
        return try remove("id <= ?", [last], isForgotten: true)
    }

    /// Removes what waits for the spans of a trace; returns how many records.
    func remove(ofTrace id: TraceID) throws(SQLiteError) -> Int {
        guard try CounterTable(connection).value("waiting_logs") > 0 else { return 0 }
        return try remove("trace_high = ? AND trace_low = ?", [Int64(bitPattern: id.high), Int64(bitPattern: id.low)], isForgotten: false)
    }

    /// The condition's text is ours.
    private func remove(_ condition: String, _ values: [Int64], isForgotten: Bool) throws(SQLiteError) -> Int {
        let found = try connection.statement(
            "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM waiting_log WHERE \(condition)"
        ).all(binding: values) { (count: $0.int(0), bytes: $0.int(1)) }
        guard let found = found.first, found.count > 0 else { return 0 }
        _ = try connection.statement("DELETE FROM waiting_log WHERE \(condition)").all(binding: values) { $0.int(0) }
        try count(-found.count, bytes: -found.bytes)
        if isForgotten { try Self.noteForgotten(found.count, connection) }
        return found.count
    }

    /// Counts records that nobody will ever see.
    static func noteForgotten(_ count: Int, _ connection: Connection) throws(SQLiteError) {
        try connection.statement("UPDATE counter SET value = value + ? WHERE name = 'forgotten_logs'").run(count)
    }
}
