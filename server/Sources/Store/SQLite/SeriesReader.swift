import Model
import SQLite

/// Makes sums from the table `rollup`.
struct SeriesReader {
    private let connection: Connection
    private let query: SeriesQuery
    private let step: Int64?

    init(_ connection: Connection, _ query: SeriesQuery) {
        self.connection = connection
        self.query = query
        step = query.step.map { max(1, ($0 + 59) / 60) * 60 }
    }

    /// The sums, by time and group.
    func points() throws(SQLiteError) -> [SeriesPoint] {
        var sums: [Key: SeriesPoint] = [:]
        var condition = ""
        var values: [any Bindable] = []
        func require(_ text: String, _ value: any Bindable) {
            condition += " AND \(text)"
            values.append(value)
        }
        if let operation = query.operation { require("operation = ?", operation.code) }
        if let status = query.status { require("status = ?", status.code) }
        if let model = query.model { require("model = (SELECT id FROM name WHERE text = ?)", model) }
        if let name = query.name { require("name = (SELECT id FROM name WHERE text = ?)", name) }
        let rows = try connection.statement(
            """
            SELECT start, operation, model, name, status, spans, duration, input_tokens, output_tokens, \
            total_tokens, cached_tokens, reasoning_tokens, cost, latencies FROM rollup \
            WHERE width = ? AND start >= ? AND start < ?\(condition)
            """)
        for part in RollupRange.parts(of: query, step: step) {
            try rows.forEach(binding: [part.width, part.start, part.end] + values) { row in add(row, to: &sums) }
        }
        return try sums.sorted { $0.key < $1.key }.map { key, point throws(SQLiteError) in
            try finish(point, key)
        }
    }

    private struct Key: Hashable, Comparable {
        var start: Int64
        var operation: Int
        var model: Int64
        var name: Int64
        var status: Int

        static func < (left: Key, right: Key) -> Bool {
            (left.start, left.operation, left.model, left.name, left.status)
                < (right.start, right.operation, right.model, right.name, right.status)
        }
    }

    private func add(_ row: Row, to sums: inout [Key: SeriesPoint]) {
        let groups = query.groups
        let key = Key(
            start: step.map { RollupTable.floor(row.int64(0), to: $0) } ?? 0,
            operation: groups.contains(.operation) ? row.int(1) : 0,
            model: groups.contains(.model) ? row.int64(2) : 0,
            name: groups.contains(.name) ? row.int64(3) : 0,
            status: groups.contains(.status) ? row.int(4) : 0)
        sums[key, default: SeriesPoint()].add(row)
    }

    private func finish(_ sums: SeriesPoint, _ key: Key) throws(SQLiteError) -> SeriesPoint {
        var point = sums
        if step != nil { point.time = key.start &* 1_000_000_000 }
        if query.groups.contains(.operation) { point.operation = Meaning.Operation(code: key.operation) }
        if query.groups.contains(.status) { point.status = SpanStatus(code: key.status) }
        if query.groups.contains(.model), key.model != 0 { point.model = try text(key.model) }
        if query.groups.contains(.name) { point.name = try text(key.name) }
        return point
    }

    private func text(_ number: Int64) throws(SQLiteError) -> String? {
        try connection.statement("SELECT text FROM name WHERE id = ?").first(number) { $0.text(0) }
    }
}

extension SeriesPoint {
    fileprivate mutating func add(_ row: Row) {
        spans &+= row.int(5)
        if row.int(4) == SpanStatus.error.code { errors &+= row.int(5) }
        duration &+= row.int64(6)
        let sums = TokenUsage(
            input: row.int(7), output: row.int(8), total: row.int(9), cachedInput: row.int(10),
            reasoning: row.int(11))
        usage = usage.exchanging(TokenUsage(), for: sums)
        cost += Double(row.int64(12)) / 1e9
        latencies.merge(bytes: row.bytes(13))
    }
}
