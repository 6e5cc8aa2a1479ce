import SQLite

extension SQLiteStore {
    /// How far spans are that are interpreted or priced anew; `nil` if none are.
    public func progress() async throws(StoreError) -> WorkProgress? {
        try await read { [interpreter] connection throws(SQLiteError) in
            let counters = CounterTable(connection)
            let last = try connection.statement("SELECT max(id) FROM span").first { $0.optionalInt(0) } ?? nil
            let all = last ?? 0
            if try counters.value("interpretation") != interpreter.version {
                let hasBegun = try counters.value("interpretation_target") == interpreter.version
                return WorkProgress(done: hasBegun ? try counters.value("interpretation_span") : 0, all: all)
            }
            let prices = try counters.value("prices")
            guard try counters.value("priced") != prices else { return nil }
            let hasBegun = try counters.value("priced_target") == prices
            return WorkProgress(done: hasBegun ? try counters.value("priced_span") : 0, all: all)
        }
    }
}
