import SQLite

extension SQLiteStore {
    /// To be called before anything is asked of the index of words: has it be that of this database, with all that the tables have.
    func beginSearch(isGuest: Bool) async throws(StoreError) {
        let (file, last): (Int64, Int64)
        do {
            (file, last) = try await writer.perform { connection throws(SQLiteError) in
                (Int64(try CounterTable(connection).value("search_file")), try SearchLog(connection).last())
            }
        } catch {
            throw .database(error)
        }
        let isForeign = file != searchIndex.file || searchIndex.applied > last
        guard !isGuest else {
            // It is the server's to make it anew, which may have another one that nobody sees any more.
            if isForeign { searchIndex.leaveAlone() }
            return
        }
        if !isForeign { await searchIndex.catchUp() }
        if isForeign || searchIndex.isForeign { try await renewSearch() }
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
        if searchIndex.isForeign, inbox != nil {
            try await renewSearch()
            return true
        }
        if let number = searchIndex.takeForgettable() {
            do {
                try await writer.perform { connection throws(SQLiteError) in
                    try connection.transaction { () throws(SQLiteError) in try SearchLog(connection).forget(through: number) }
                }
            } catch {
                throw .database(error)
            }
        }
        return await search(failure: false) { connection throws(SQLiteError) in try SearchFile(connection).clearSome() }
    }

    /// Runs `body` on the connection that writes the index, and returns `failure` where that fails: nothing else is held up by it.
    func search<Result: Sendable>(
        failure: Result, _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async -> Result {
        do {
            return try await searchIndex.worker.perform(body)
        } catch {
            if error.isCorrupt { searchIndex.noteDamage() }
            return failure
        }
    }
}
