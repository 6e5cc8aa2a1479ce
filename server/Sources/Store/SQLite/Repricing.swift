import SQLite

/// Gives spans their cost again after prices have changed, a part of them in each transaction.
struct Repricing {
    /// Spans of one transaction.
    private static let groupSize = 2_000

    private let transaction: WriteTransaction
    private var connection: Connection { transaction.connection }

    init(_ transaction: WriteTransaction) {
        self.transaction = transaction
    }

    /// Prices some of the spans; returns whether there may be more.
    func priceSome() throws(SQLiteError) -> Bool {
        let counters = CounterTable(connection)
        let version = try counters.value("prices")
        guard try counters.value("priced") != version else { return false }
        if try counters.value("priced_target") != version {
            try counters.set("priced_target", version)
            try counters.set("priced_span", 0)
        }
        let from = try counters.value("priced_span")
        let last = try connection.statement(
            "SELECT max(id) FROM (SELECT id FROM span WHERE id > ? ORDER BY id LIMIT ?)"
        ).first(from, Self.groupSize) { $0.optionalInt(0) } ?? nil
        guard let last else {
            try counters.set("priced", version)
            return false
        }
        var rows = try WorkingSet(transaction)
        for span in try rows.spans(after: from, through: last) { try rows.price(span) }
        try rows.countCostOnce()
        try rows.write()
        try counters.set("priced_span", last)
        return true
    }
}
