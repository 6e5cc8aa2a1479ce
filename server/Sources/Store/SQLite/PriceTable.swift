import SQLite

/// The table `price`.
struct PriceTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// All prices, by pattern and time.
    func all() throws(SQLiteError) -> [Price] {
        try connection.statement(
            """
            SELECT pattern, since, input, cached_input, output, reasoning, is_default FROM price \
            ORDER BY pattern, since, is_default
            """
        ).all { row in
            Price(
                pattern: row.text(0), since: row.int64(1), input: row.double(2),
                cachedInput: row.isNull(3) ? nil : row.double(3), output: row.double(4),
                reasoning: row.isNull(5) ? nil : row.double(5), isDefault: row.int(6) != 0)
        }
    }

    /// Keeps a price, in place of the one for the same pattern and time.
    func put(_ price: Price) throws(SQLiteError) {
        try connection.statement(
            """
            INSERT INTO price (pattern, since, input, cached_input, output, reasoning, is_default) \
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (pattern, since, is_default) DO UPDATE SET \
            input = excluded.input, cached_input = excluded.cached_input, output = excluded.output, \
            reasoning = excluded.reasoning
            """
        ).run(
            price.pattern, price.since, price.input, price.cachedInput, price.output,
            price.reasoning, price.isDefault)
        try noteChange()
    }

    /// Forgets the prices that a user gave for a pattern; returns how many there were.
    func remove(pattern: String) throws(SQLiteError) -> Int {
        try connection.statement("DELETE FROM price WHERE pattern = ? AND is_default = 0")
            .run(pattern)
        let count = connection.changes
        if count > 0 { try noteChange() }
        return count
    }

    /// Brings the prices that come with Martlet to this version's.
    func updateDefaults() throws(SQLiteError) {
        let counters = CounterTable(connection)
        guard try counters.value("default_prices") != Price.defaultsVersion else { return }
        try connection.execute("DELETE FROM price WHERE is_default = 1")
        for price in Price.defaults { try put(price) }
        try counters.set("default_prices", Price.defaultsVersion)
    }

    /// All spans are to be given their price again.
    private func noteChange() throws(SQLiteError) {
        let counters = CounterTable(connection)
        try counters.set("prices", try counters.value("prices") + 1)
    }
}
