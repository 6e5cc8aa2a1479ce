import Model
import SQLite

/// Removes traces with all that belongs to them, a bounded number of spans in each transaction.
struct TraceRemoval {
    /// Spans of one transaction.
    private static let limit = 1_000

    private let transaction: WriteTransaction
    private var connection: Connection { transaction.connection }

    init(_ transaction: WriteTransaction) {
        self.transaction = transaction
    }

    /// Removes spans of one trace, and log records that wait for some; returns how many.
    func removeSome(of id: TraceID) throws(SQLiteError) -> Int {
        let logs = try WaitingLogTable(connection).remove(ofTrace: id)
        let trace = try connection.statement("SELECT t.id FROM \(TraceRow.foundByID)")
            .first(Int64(bitPattern: id.high), Int64(bitPattern: id.low)) { $0.int64(0) }
        guard let trace else { return logs }
        return try logs + remove([trace])
    }

    /// Removes the oldest spans that are beyond the limits, and log records that wait for some; returns how many.
    ///
    /// - Parameter indexBytes: gets the bytes of the database, and says what the index of words takes, which counts.
    func removeSome(beyond retention: Retention, indexBytes: (Int) -> Int) throws(SQLiteError) -> Int {
        let waiting = WaitingLogTable(connection)
        var logs = 0
        if let bytes = retention.bytes { logs += try waiting.forget(beyond: bytes / 8) }
        if let since = retention.since {
            while case let count = try waiting.forget(before: since), count > 0 { logs += count }
            try ScoreTable(connection).removeOfSessions(before: since)
        }
        var traces: [Int64] = []
        if let since = retention.since {
            traces = try connection.statement(
                "SELECT id FROM trace WHERE start_time < ? ORDER BY start_time, id LIMIT ?"
            ).all(since, Self.limit) { $0.int64(0) }
        }
        if traces.isEmpty, let count = try excess(of: retention, indexBytes) {
            traces = try connection.statement("SELECT id FROM trace ORDER BY start_time, id LIMIT ?")
                .all(count) { $0.int64(0) }
        }
        return try logs + remove(traces)
    }

    /// How many traces to remove before it is looked at again whether the rest fits; `nil` if it does.
    private func excess(of retention: Retention, _ indexBytes: (Int) -> Int) throws(SQLiteError) -> Int? {
        guard let limit = retention.bytes else { return nil }
        let database = try connection.usedBytes()
        let used = database + indexBytes(database)
        guard used > limit else { return nil }
        // As many as take so much if all are alike, and a part only: how much room each takes is not known before.
        let share = Double(used - limit) / Double(used)
        let count = Double(try CounterTable(connection).value("traces")) * share
        return max(1, min(Int(count), Self.limit / 4))
    }

    private func remove(_ traces: [Int64]) throws(SQLiteError) -> Int {
        var rows = try WorkingSet(transaction)
        var count = 0
        for trace in traces {
            guard count < Self.limit else { break }
            for span in try rows.spans(ofTrace: trace, limit: Self.limit - count) {
                try rows.remove(span)
                count += 1
            }
        }
        try rows.write()
        return count
    }
}
