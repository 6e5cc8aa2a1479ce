import Model
import SQLite

/// The table `rollup`: sums over spans, for charts.
///
/// Changes are gathered for a transaction and then added to the rows, so that a row that many spans
/// share is written once.
struct RollupTable {
    /// Seconds that a row covers.
    static let widths: [Int64] = [60, 3_600, 86_400]

    private var changes: [Key: Sums] = [:]

    /// What a row is about, but for its width and start.
    struct Key: Hashable {
        var minute: Int64
        var operation: Int
        var model: Int64
        var name: Int64
        var status: Int
    }

    struct RowKey: Hashable {
        var width: Int64
        var start: Int64
        var key: Key
    }

    struct Sums {
        var spans = 0
        var duration: Int64 = 0
        var tokens: (input: Int, output: Int, total: Int, cached: Int, reasoning: Int) = (0, 0, 0, 0, 0)
        var cost: Int64 = 0
        var times: [(time: Int64, sign: Int)] = []
    }

    /// Adds a span that has ended, or takes it out with `-1`. One that runs is in no row.
    mutating func add(_ span: SpanRow, sign: Int) {
        guard let end = span.endTime, span.status != .running else { return }
        let duration = max(0, end.subtractingReportingOverflow(span.startTime).partialValue)
        let key = Key(
            minute: Self.floor(span.startTime / 1_000_000_000, to: 60),
            operation: span.facts.operation.code, model: span.facts.model ?? 0, name: span.name,
            status: span.status.code)
        changes[key, default: Sums()].add(span, duration: duration, sign: sign)
    }

    /// The latest multiple of a width that is not after a time.
    static func floor(_ time: Int64, to width: Int64) -> Int64 {
        let rest = time % width
        return time - (rest < 0 ? rest + width : rest)
    }

    /// Adds the changes to the table.
    func write(to connection: Connection) throws(SQLiteError) {
        var rows: [RowKey: Sums] = [:]
        for (key, sums) in changes {
            for width in Self.widths {
                let start = Self.floor(key.minute, to: width)
                var general = key
                general.minute = 0
                rows[RowKey(width: width, start: start, key: general), default: Sums()].merge(sums)
            }
        }
        for (key, sums) in rows where !sums.isNothing {
            try Self.write(sums, to: key, connection)
        }
    }

    /// The sums are made here: SQLite would turn one that does not fit into a fraction, and refuse it.
    private static func write(
        _ change: Sums, to row: RowKey, _ connection: Connection
    ) throws(SQLiteError) {
        var sums = change
        var histogram = LatencyHistogram()
        for (time, sign) in sums.times { histogram.add(time, count: sign) }
        try connection.statement(read).forEach(
            row.width, row.start, row.key.operation, row.key.model, row.key.name, row.key.status
        ) { known in
            sums.merge(Sums(known))
            histogram.merge(bytes: known.bytes(8))
            return false
        }
        guard sums.spans > 0 else {
            return try connection.statement(delete).run { row.bind(to: &$0) }
        }
        try connection.statement(replace).run { values in
            row.bind(to: &values)
            values.add(sums.spans)
            values.add(sums.duration)
            values.add(sums.tokens.input)
            values.add(sums.tokens.output)
            values.add(sums.tokens.total)
            values.add(sums.tokens.cached)
            values.add(sums.tokens.reasoning)
            values.add(sums.cost)
            values.add(histogram.bytes)
        }
    }

    private static let condition = """
        width = ? AND start = ? AND operation = ? AND model = ? AND name = ? AND status = ?
        """
    private static let read = """
        SELECT spans, duration, input_tokens, output_tokens, total_tokens, cached_tokens, \
        reasoning_tokens, cost, latencies FROM rollup WHERE \(condition)
        """
    private static let replace =
        "INSERT OR REPLACE INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    private static let delete = "DELETE FROM rollup WHERE \(condition)"
}

extension RollupTable.RowKey {
    fileprivate func bind(to values: inout Binder) {
        values.add(width)
        values.add(start)
        values.add(key.operation)
        values.add(key.model)
        values.add(key.name)
        values.add(key.status)
    }
}

extension RollupTable.Sums {
    /// What a row has, in the order of `read`, without its latencies.
    fileprivate init(_ row: Row) {
        spans = row.int(0)
        duration = row.int64(1)
        tokens = (row.int(2), row.int(3), row.int(4), row.int(5), row.int(6))
        cost = row.int64(7)
    }

    /// All wraps rather than traps: the numbers are what anybody may have sent.
    fileprivate mutating func add(_ span: SpanRow, duration: Int64, sign: Int) {
        spans += sign
        self.duration &+= duration &* Int64(sign)
        let usage = span.facts.usage
        tokens.input &+= (usage.input ?? 0) &* sign
        tokens.output &+= (usage.output ?? 0) &* sign
        tokens.total &+= (usage.total ?? 0) &* sign
        tokens.cached &+= (usage.cachedInput ?? 0) &* sign
        tokens.reasoning &+= (usage.reasoning ?? 0) &* sign
        cost &+= (span.facts.cost ?? 0) &* Int64(sign)
        times.append((duration, sign))
    }

    fileprivate mutating func merge(_ other: Self) {
        spans += other.spans
        duration &+= other.duration
        tokens.input &+= other.tokens.input
        tokens.output &+= other.tokens.output
        tokens.total &+= other.tokens.total
        tokens.cached &+= other.tokens.cached
        tokens.reasoning &+= other.tokens.reasoning
        cost &+= other.cost
        times += other.times
    }

    /// What was taken out is what was put in again.
    fileprivate var isNothing: Bool {
        var histogram = LatencyHistogram()
        for (time, sign) in times { histogram.add(time, count: sign) }
        return spans == 0 && duration == 0 && cost == 0 && tokens == (0, 0, 0, 0, 0)
            && histogram == LatencyHistogram()
    }
}
