import Glibc
import SQLite
import Synchronization

/// A store in one SQLite file.
///
/// One connection writes and a few read, each on a thread of its own. The write-ahead log lets
/// them work at the same time; with `synchronous = NORMAL` a commit survives the end of the
/// process, and a power cut may take the last ones.
public final class SQLiteStore: Store {
    let writer: DatabaseWorker
    let readers: ReaderPool
    let interpreter: Interpreter
    /// Which spans have which words.
    let searchIndex: SearchIndex
    /// Where traces may be, by their ids.
    let traceFilters = TraceFilters()
    let facetRenewal = FacetRenewal()
    let heap = Heap()
    /// What was received and is not in the tables yet; a guest has none, and leaves the other's alone.
    let inbox: Inbox?
    /// Whether what was received gets into the tables.
    private let tables = Mutex(Health())
    private let onEvent: @Sendable (StoreEvent) -> Void
    /// Somebody waits to put it there.
    let isSettling = Atomic(false)
    /// The log files have what was removed.
    let logsHoldRemoved = Atomic(false)
    /// The database file.
    public let path: String

    /// Opens the file, makes it if there is none (readable by its owner alone), and brings it to
    /// the newest schema.
    ///
    /// - Parameters:
    ///   - readerCount: how many reads are done at the same time.
    ///   - isGuest: another process may have the file open as its own, and notes beside it what it
    ///     is interpreting; these notes are left alone. A file of an earlier version is refused.
    ///   - onEvent: is told, on any thread, what goes on that nobody has asked for.
    public init(
        path: String, interpreter: Interpreter, readerCount: Int = 3, isGuest: Bool = false,
        onEvent: @escaping @Sendable (StoreEvent) -> Void = { _ in }
    ) async throws(StoreError) {
        try Self.makeFile(path)
        self.path = path
        self.onEvent = onEvent
        let watchPath = isGuest ? nil : path + "-interpreting"
        let leftovers = watchPath.map { InterpretationWatch.leftovers($0) } ?? []
        do {
            writer = try DatabaseWorker(
                path: path, configuration: .init(access: .readWrite, cacheBytes: 24 << 20),
                label: "martlet.writer", niceness: 0)
        } catch {
            throw error.isCorrupt ? .foreignDatabase(path: path) : .database(error)
        }
        let suspects = try await writer.perform { connection throws(StoreError) in
            try Self.setUp(connection, path: path, interpreter: interpreter, suspects: leftovers, isGuest: isGuest, onEvent: onEvent)
        }
        let watch = InterpretationWatch(path: watchPath, skipped: suspects)
        self.interpreter = Interpreter(version: interpreter.version) { span, payloads in
            watch.interpret(span) { interpreter.outline(of: span, payloads: payloads) }
        } body: { span, payloads in
            watch.interpret(span) { interpreter.meaning(of: span, payloads: payloads) }
        }
        searchIndex = try await SearchIndex(
            database: path, interpreter: self.interpreter, isGuest: isGuest, onEvent: onEvent)
        inbox = isGuest ? nil : try await Self.openInbox(path, writer)
        do {
            readers = try ReaderPool(
                path: path,
                configuration: .init(
                    access: .readOnly, cacheBytes: 6 << 20,
                    attached: searchIndex.path.map { .init(path: $0, schema: SearchFile.schema, cacheBytes: 2 << 20) }),
                count: readerCount)
        } catch {
            throw .database(error)
        }
        try await beginSearch(isGuest: isGuest)
        // What an earlier process acknowledged and did not come to.
        try await settle()
        await renewInbox()
    }

    /// Files that were found where its inbox is, and are of another database or of another state of this one: their names now.
    public var setAside: [String] { inbox?.setAside ?? [] }

    /// SQLite would make the file by the process's mask, and its log files by the file's mode.
    static func makeFile(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .system(operation: "open", path: path, code: errno)
        }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else {
            throw .system(operation: "protect", path: path, code: errno)
        }
    }

    private static func setUp(
        _ connection: Connection, path: String, interpreter: Interpreter,
        suspects: Set<InterpretationWatch.Suspect>, isGuest: Bool, onEvent: @Sendable (StoreEvent) -> Void
    ) throws(StoreError) -> Set<InterpretationWatch.Suspect> {
        let migrator = Migrator(migrations: Migration.all)
        try migrator.check(connection, path: path, isGuest: isGuest)
        do {
            try connection.prepareFile()
            // What a step of the schema reads and writes is to be held to it as well.
            try connection.limitCache()
            let upgrade = try migrator.upgrade(of: connection)
            if let upgrade { onEvent(.upgradeBegins(from: upgrade.from, to: upgrade.to)) }
            try migrator.migrate(connection)
            try connection.limitCache()
            connection.writeLogEarly(path: path, pageLimit: Connection.logPages)
            let vacuum = try Statement("PRAGMA auto_vacuum", on: connection).first { $0.int(0) }
            if vacuum != 2 {
                // Once for a file of a version that had another one: the whole of it is written anew.
                try connection.execute("VACUUM")
            }
            try connection.execute("PRAGMA temp_store = MEMORY")
            if upgrade != nil { onEvent(.upgradeEnds) }
            try connection.transaction { () throws(SQLiteError) in
                try PriceTable(connection).updateDefaults()
                try Reinterpretation(WriteTransaction(connection, interpreter, TraceFilters())).beginIfEmpty()
                try SuspectTable(connection).add(suspects, version: interpreter.version)
            }
            return try SuspectTable(connection).all(version: interpreter.version)
        } catch {
            throw .database(error)
        }
    }

    /// To be called when nothing will be asked of the store any more: all that was received is in the tables
    /// then, and if nobody else has the files open, all of it is in the database and in the index beside it.
    public func finish() async throws(StoreError) {
        try await settle()
        await searchIndex.settle()
        // Who reads meanwhile is waited for a little: the next process goes on from the log.
        _ = try await cutLogs(patience: .milliseconds(200))
    }

    /// Whether what was received does not get into the tables.
    var tablesFail: Bool { tables.withLock { $0.isFailing } }

    /// Notes how it went to put what was received into the tables.
    func noteTables(_ failure: SQLiteError?) {
        switch tables.withLock({ $0.note(failure?.reason) }) {
        case .fails(let reason): onEvent(.tablesFail(reason: reason))
        case .works: onEvent(.tablesWork)
        case nil: break
        }
    }

    /// Runs `body` in a transaction on the writing connection, behind all that was received before.
    func write<Result: Sendable>(
        _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> Result {
        try await change { transaction throws(SQLiteError) in try body(transaction.connection) }
    }

    /// The same for what changes spans.
    func change<Result: Sendable>(
        _ body: @Sendable (WriteTransaction) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> Result {
        defer { heap.noteWork() }
        return try await changeUnnoted(body)
    }

    /// The same for what is asked again and again, and mostly finds nothing to do: it is no work.
    func changeUnnoted<Result: Sendable>(
        _ body: @Sendable (WriteTransaction) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> Result {
        try await settle()
        await searchIndex.waitForRoom()
        do {
            return try await writer.perform { [interpreter, traceFilters, searchIndex] connection throws(SQLiteError) in
                try WriteTransaction.run(on: connection, interpreter, traceFilters, searchIndex, body)
            }
        } catch {
            throw .database(error)
        }
    }

    /// Runs `body` on a reading connection, in one transaction, so that all of it sees one state,
    /// with all that was received before.
    func read<Result: Sendable>(
        _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> Result {
        try await readChecked(body).result
    }

    /// The same; says whether all that was received before is in the tables.
    func readChecked<Result: Sendable>(
        _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> (result: Result, isComplete: Bool) {
        // On a full disk, what is in the tables can still be read.
        let isSettled = (try? await settle()) != nil
        return (try await readTables(body), isSettled)
    }

    /// The same for a page of a list.
    func readPage<Element: Sendable>(
        _ body: @Sendable (Connection) throws(SQLiteError) -> Page<Element>
    ) async throws(StoreError) -> Page<Element> {
        var (page, isComplete) = try await readChecked(body)
        page.isComplete = isComplete
        return page
    }

    /// The same with what is in the tables now.
    func readTables<Result: Sendable>(
        _ body: @Sendable (Connection) throws(SQLiteError) -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await readers.perform { connection throws(SQLiteError) in
                try connection.snapshot { () throws(SQLiteError) in try body(connection) }
            }
        } catch {
            throw .database(error)
        }
    }
}
