import SQLite

extension SQLiteStore {
    /// To be called before anything is asked of the index of words: has it be that of this database, with all that the tables have.
    func beginSearch(isGuest: Bool) async throws(StoreError) {
        // A guest has nothing to take that the other process would not take.
        if !isGuest { await searchIndex.catchUp() }
        let file: Int
        do {
            file = try await writer.perform { connection throws(SQLiteError) in try CounterTable(connection).value("search_file") }
        } catch {
            throw .database(error)
        }
        if Int64(file) != searchIndex.file || searchIndex.isForeign { try await renewSearch() }
    }

    /// Has the index made anew, from the spans that there are.
    private func renewSearch() async throws(StoreError) {
        do {
            try await writer.perform { [interpreter, searchIndex] connection throws(SQLiteError) in
                try WriteTransaction.run(on: connection, interpreter, searchIndex) { transaction throws(SQLiteError) in
                    let counters = CounterTable(connection)
                    try transaction.emptySearch()
                    try counters.set("search_file", Int(searchIndex.file))
                    guard try counters.value("spans") > 0 else { return }
                    try Reinterpretation(transaction).beginAnew()
                }
            }
        } catch {
            throw .database(error)
        }
    }

    /// Returns when words of what is in the tables can be found.
    func settleSearch() async {
        // On a full disk, what is in the index can still be found.
        try? await settle()
        await searchIndex.settle()
    }

    /// Does some of what the index has to be given or cleared of; returns whether there may be more.
    func maintainSearch() async throws(StoreError) -> Bool {
        await searchIndex.settle()
        if searchIndex.isForeign {
            try await renewSearch()
            return true
        }
        return try await search { connection throws(SQLiteError) in try SearchFile(connection).clearSome() }
    }

    /// Runs `body` on the connection that writes the index.
    func search<Result: Sendable>(
        _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await searchIndex.worker.perform(body)
        } catch {
            throw .database(error)
        }
    }
}
