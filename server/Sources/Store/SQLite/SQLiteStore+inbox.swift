import Model
import SQLite

extension SQLiteStore {
    /// How long what was received may wait to be put into the tables when nobody asks for it.
    private static let settleDelay = Duration.milliseconds(200)

    /// The files of the inbox beside a database.
    static func inboxPaths(_ database: String) -> [String] { [database + "-inbox-0", database + "-inbox-1"] }

    /// The inbox of the database that `writer` writes, with what an earlier process has left there.
    static func openInbox(_ database: String, _ writer: DatabaseWorker) async throws(StoreError) -> Inbox {
        let (inbox, last): (Int, Int)
        do {
            (inbox, last) = try await writer.perform { connection throws(SQLiteError) in
                let counters = CounterTable(connection)
                return (try counters.value("inbox"), try counters.value("received"))
            }
        } catch {
            throw .database(error)
        }
        return try Inbox(paths: inboxPaths(database), inbox: Int64(inbox), last: Int64(last))
    }

    /// Gives the inbox, which has nothing in it, a number that no copy of the database has.
    ///
    /// The number is on the disk before an entry is written with it: were it lost in a power cut, the entries would not be
    /// known. On a full disk it stays what it was.
    func renewInbox() async {
        guard let inbox else { return }
        inbox.clear()
        let number = await writer.perform { connection -> Int? in
            let counters = CounterTable(connection)
            try? connection.execute("PRAGMA synchronous = FULL")
            try? connection.transaction { () throws(SQLiteError) in
                try counters.set("inbox", Int.random(in: 1...Int.max))
            }
            try? connection.execute("PRAGMA synchronous = NORMAL")
            return try? counters.value("inbox")
        }
        if let number, number != 0 { inbox.begin(Int64(number)) }
    }

    /// Puts all that was received into the tables. What was received before this is called can be found
    /// when it returns.
    public func settle() async throws(StoreError) {
        guard let inbox else { return }
        try await settle(inbox, through: inbox.last)
    }

    /// Puts that entry and those before it into the tables, if nobody else has done that meanwhile: who waits
    /// for the same does not make a transaction of the little that has come since.
    func settle(_ inbox: Inbox, through number: Int64) async throws(StoreError) {
        guard !inbox.isSettled(through: number) else { return }
        defer { heap.noteWork() }
        await searchIndex.waitForRoom()
        do {
            let forgottenLogs = try await writer.perform { [interpreter, traceFilters, searchIndex] connection throws(SQLiteError) in
                guard !inbox.isSettled(through: number) else { return 0 }
                return try Self.settle(inbox, interpreter, traceFilters, searchIndex, connection)
            }
            noteRemoved(forgottenLogs)
            noteTables(nil)
        } catch {
            noteTables(error)
            throw .database(error)
        }
    }

    /// Returns how many log records are kept no longer.
    private static func settle(
        _ inbox: Inbox, _ interpreter: Interpreter, _ traceFilters: TraceFilters, _ searchIndex: SearchIndex,
        _ connection: Connection
    ) throws(SQLiteError) -> Int {
        let entries = inbox.take()
        var forgottenLogs = 0
        do {
            if let last = entries.last {
                try WriteTransaction.run(on: connection, interpreter, traceFilters, searchIndex) { transaction throws(SQLiteError) in
                    let known = Int64(try CounterTable(connection).value("received"))
                    var writer = try BatchWriter(transaction)
                    writer.rows.reserve(entries.reduce(0) { $0 + $1.amount.spans })
                    for entry in entries where entry.number > known { try writer.receive(entry) }
                    try writer.finish()
                    try CounterTable(connection).set("received", Int(max(known, last.number)))
                    forgottenLogs = writer.forgottenLogs
                }
            }
        } catch {
            inbox.giveBack(entries, .database(error))
            throw error
        }
        inbox.settle()
        return forgottenLogs
    }

    /// Has it done at once, and waits for nothing.
    func settleNow(_ inbox: Inbox) {
        let last = inbox.last
        Task { try? await settle(inbox, through: last) }
    }

    /// Returns when there is room in the inbox.
    func waitForRoom(_ inbox: Inbox) async throws(StoreError) {
        do throws(StoreError) {
            try await inbox.waitForRoom()
        } catch {
            // The disk may have room by the time when it is sent again.
            settleNow(inbox)
            throw error
        }
    }

    /// Has it done soon, together with what comes until then.
    func settleSoon() {
        guard !isSettling.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Task {
            try? await Task.sleep(for: Self.settleDelay)
            isSettling.store(false, ordering: .releasing)
            // What fails is still there, and the next one who brings or asks for something meets it.
            try? await settle()
        }
    }
}
