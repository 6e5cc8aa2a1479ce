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
        guard !isGuest, searchIndex.path != nil else {
            // It is the server's to make it anew, which may have another one that nobody sees any more. Nor is one made in memory.
            if isForeign { searchIndex.leaveAlone() }
            return
        }
        if !isForeign { await searchIndex.catchUp() }
        if isForeign || searchIndex.isForeign { try await renewSearch() }
    }

    /// Has the index made anew, from the spans that there are.
    private func renewSearch() async throws(StoreError) {
        do {
            try await writer.perform { [interpreter, traceFilters, searchIndex] connection throws(SQLiteError) in
                try WriteTransaction.run(on: connection, interpreter, traceFilters, searchIndex) { transaction throws(SQLiteError) in
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

    /// Returns when words of what is in the tables can be found, or when the index cannot be written now.
    ///
    /// - Returns: the last change that the index has to have for that; `nil` if there is more that is not in the tables either.
    func settleSearch() async -> Int64? {
        // On a full disk, what is in the index can still be found.
        let isSettled = (try? await settle()) != nil
        let last = try? await readers.perform { connection throws(SQLiteError) in try SearchLog(connection).last() }
        await searchIndex.settle(through: last ?? 0)
        return isSettled ? last : nil
    }

    /// A page of what has some words, with all that was stored before.
    ///
    /// - Parameter body: asks the index that the connection has beside the database.
    func searchPage<Element: Sendable>(
        _ words: SearchExpression, _ body: @Sendable (Connection) throws(SQLiteError) -> Page<Element>
    ) async throws(StoreError) -> Page<Element> {
        let last = await settleSearch()
        guard searchIndex.path != nil else { return Page(elements: [], isComplete: false) }
        do {
            return try await readTables { [interpreter] connection throws(SQLiteError) in
                let isComplete = Self.hasAllWords(connection, through: last, interpreter)
                var page = try body(connection)
                page.isComplete = isComplete
                return page
            }
        } catch {
            // Which of the two files is damaged is not said: the index is asked by itself, and made anew if it is that one.
            if case .database(let error) = error, error.isCorrupt {
                await search(failure: ()) { connection throws(SQLiteError) in try SearchFile(connection).tryOut(words) }
            }
            throw error
        }
    }

    /// Whether the index has the words of all spans up to a change, and with the newest interpretation.
    private static func hasAllWords(_ connection: Connection, through last: Int64?, _ interpreter: Interpreter) -> Bool {
        guard let last else { return false }
        do throws(SQLiteError) {
            // The index comes first: it is emptied after the database has said so.
            let search = SearchFile(connection)
            guard try search.applied() >= last else { return false }
            let counters = CounterTable(connection)
            guard Int64(try counters.value("search_file")) == (try search.number()) else { return false }
            return try counters.value("interpretation") == interpreter.version
        } catch {
            return false
        }
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
        return await clearSearch()
    }

    /// Does a part of clearing the index's file of words that were taken out; returns whether there may be more to do.
    func clearSearch() async -> Bool {
        let (isMore, failure) = await searchIndex.worker.perform { connection -> (Bool, SQLiteError?) in
            do throws(SQLiteError) {
                return (try SearchFile(connection).clearSome(), nil)
            } catch {
                return (false, error)
            }
        }
        searchIndex.noteClearing(failure)
        return isMore
    }

    /// Runs `body` on the connection that writes the index, and returns `failure` where that fails: nothing else is held up by it.
    func search<Result: Sendable>(
        failure: Result, _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async -> Result {
        do {
            return try await searchIndex.worker.perform(body)
        } catch {
            if error.isCorrupt { searchIndex.noteDamage(error) }
            return failure
        }
    }
}
