import Model
import SQLite

/// Interprets spans anew, from what was stored raw, a part of them in each transaction.
struct Reinterpretation {
    /// Spans of one transaction.
    private static let groupSize = 1_000

    private let transaction: WriteTransaction
    private var connection: Connection { transaction.connection }
    private var interpreter: Interpreter { transaction.interpreter }

    init(_ transaction: WriteTransaction) {
        self.transaction = transaction
    }

    /// In a store without spans, none is outdated.
    func beginIfEmpty() throws(SQLiteError) {
        let counters = CounterTable(connection)
        guard try counters.value("spans") == 0 else { return }
        try counters.set("interpretation", interpreter.version)
        try counters.set("priced", try counters.value("prices"))
    }

    /// Interprets some of the spans anew that an older version has seen; returns whether there may
    /// be more.
    func interpretSome() throws(SQLiteError) -> Bool {
        let counters = CounterTable(connection)
        guard try counters.value("interpretation") != interpreter.version else { return false }
        if try counters.value("interpretation_target") != interpreter.version {
            try counters.set("interpretation_target", interpreter.version)
            try counters.set("interpretation_span", 0)
            // Words that the older version found could not be taken out one by one.
            try transaction.emptySearch()
        }
        let from = try counters.value("interpretation_span")
        let last = try connection.statement(
            "SELECT max(id) FROM (SELECT id FROM span WHERE id > ? ORDER BY id LIMIT ?)"
        ).first(from, Self.groupSize) { $0.optionalInt(0) } ?? nil
        guard let last else {
            try counters.set("interpretation", interpreter.version)
            return false
        }
        var rows = try WorkingSet(transaction)
        for var span in try rows.spans(after: from, through: last) where span.payloadCount > 0 {
            span.isDue = true
            rows.put(span)
        }
        try rows.interpretDue()
        try rows.countUsageOnce()
        try rows.write()
        try counters.set("interpretation_span", last)
        return true
    }

    /// Has all spans interpreted anew, from the first one on.
    func beginAnew() throws(SQLiteError) {
        let counters = CounterTable(connection)
        try counters.set("interpretation", 0)
        try counters.set("interpretation_target", 0)
    }
}
