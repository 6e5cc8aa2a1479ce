import Glibc
import Model
import SQLite

extension SQLiteStore: Maintenance {
    public func maintain() async throws(StoreError) -> Bool {
        var (hasMore, forgottenLogs) = try await changeUnnoted { [facetRenewal] transaction throws(SQLiteError) in
            // First what takes little: the others may go on for minutes.
            if try FacetTable.maintain(transaction.connection, facetRenewal) { return (true, 0) }
            // One after the other: a span that is interpreted anew is priced with it.
            if try Reinterpretation(transaction).interpretSome() { return (true, 0) }
            let forgotten = try WaitingLogTable(transaction.connection).forget(before: Self.now - WaitingLogTable.patience)
            return (forgotten > 0 ? true : try Repricing(transaction).priceSome(), forgotten)
        }
        noteRemoved(forgottenLogs)
        if !hasMore { hasMore = try await maintainSearch() }
        if hasMore { heap.noteWork() } else { await forgetRemoved() }
        return hasMore
    }

    /// Nanoseconds since 1970.
    private static var now: Int64 {
        var time = timespec()
        // Safe: the structure lives through the call, which writes nothing else.
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    public func beginReinterpretation() async throws(StoreError) {
        try await change { transaction throws(SQLiteError) in try Reinterpretation(transaction).beginAnew() }
    }

    public func prices() async throws(StoreError) -> [Price] {
        try await read { connection throws(SQLiteError) in try PriceTable(connection).all() }
    }

    public func keep(_ prices: [Price]) async throws(StoreError) {
        try await write { connection throws(SQLiteError) in
            for var price in prices {
                price.isDefault = false
                try PriceTable(connection).put(price)
            }
        }
    }

    public func removePrices(pattern: String) async throws(StoreError) -> Int {
        try await write { connection throws(SQLiteError) in
            try PriceTable(connection).remove(pattern: pattern)
        }
    }

    public func removeTrace(_ id: TraceID) async throws(StoreError) -> Bool {
        var isKnown = false
        while true {
            let removed = try await change { transaction throws(SQLiteError) in
                try TraceRemoval(transaction).removeSome(of: id)
            }
            guard removed > 0 else { break }
            noteRemoved(removed)
            isKnown = true
        }
        return isKnown
    }

    /// Steps of SQLite's virtual machine that reading and writing took since this was last asked.
    package func takeWork() async -> Int {
        await readers.takeWork() + writer.perform { connection in connection.takeWork() }
            + searchIndex.worker.perform { connection in connection.takeWork() }
    }

    /// Steps of queries so far that read a whole table, or sort what they have read.
    package func slowSteps() async throws(StoreError) -> [String] {
        do {
            return try await readers.plans().flatMap { plan in
                plan.steps.filter { step in
                    let isScan = step.hasPrefix("SCAN") && !step.contains("INDEX")
                    return isScan || step.contains("TEMP B-TREE FOR ORDER BY")
                }.map { "\($0): \(plan.sql)" }
            }
        } catch {
            throw .database(error)
        }
    }

    public func backUp(to path: String) async throws(StoreError) {
        try await settle()
        // Made here, so that nobody else may read it; SQLite takes an empty file.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(operation: "create", path: path, code: errno) }
        close(descriptor)
        do {
            // A connection of its own: it takes as long as it takes, and readers go on.
            let worker = try DatabaseWorker(
                path: self.path, configuration: .init(access: .readOnly, cacheBytes: 2 << 20),
                label: "martlet.backup")
            try await worker.perform { connection throws(SQLiteError) in
                try connection.statement("VACUUM INTO ?").run(path)
            }
            // What this database receives from now on is not the copy's; nor are the words that its index has.
            let copy = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
            try copy.transaction { () throws(SQLiteError) in
                try CounterTable(copy).set("inbox", 0)
                try CounterTable(copy).set("search_file", 0)
                try copy.execute("DELETE FROM search_change")
            }
        } catch {
            unlink(path)
            throw .database(error)
        }
    }
}
