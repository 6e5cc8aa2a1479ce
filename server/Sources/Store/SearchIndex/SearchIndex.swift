import SQLite
import Synchronization

/// Puts words into the index as the database's transactions say, in their order, on a thread of its own.
///
/// What a transaction changes is in the database too, until the index has it; so nothing is lost whenever the process ends,
/// and several processes may do it at the same time.
final class SearchIndex: Sendable {
    /// With so many transactions behind, the database waits: their words lie in memory.
    static let queueLimit = 2

    /// Its thread stands a little behind that of the database, which all who bring spans wait for: it has time until the next transaction.
    private static let niceness = 5

    /// How long nothing is tried after a failure: what there is to do is in the database meanwhile.
    private static let pause = Duration.seconds(1)

    struct State {
        var queue: [(changes: SearchChanges, number: Int64)] = []
        var isWorking = false
        /// The last change that the index has, the last one that was tried, and the last one that there is, as far as is known here.
        var applied: Int64 = 0
        var tried: Int64 = 0
        var last: Int64 = 0
        /// What is no longer kept for it.
        var forgotten: Int64 = 0
        var isForeign = false
        /// How often it was emptied, to be made anew.
        var renewals = 0
        /// Nothing is put in by this process.
        var isLeftAlone = false
        /// Nothing is tried before that.
        var pauseEnd: ContinuousClock.Instant?
        /// Whether words get into it, and whether those of removed spans get out of its file.
        var adding = Health()
        var clearing = Health()
        var size = SearchSize()
        /// Who waits, and is woken whenever something is done.
        var waiting: [CheckedContinuation<Void, Never>] = []

        var isPausing: Bool { pauseEnd.map { ContinuousClock.now < $0 } ?? false }
    }

    private enum Outcome {
        case applied(Int64)
        case foreign
        case failed(SQLiteError)
        /// Others were faster, again and again.
        case missed
    }

    let worker: DatabaseWorker
    /// Which index it is.
    let file: Int64
    /// Where its file is; `nil` where that could not be opened.
    let path: String?
    private let database: String
    private let interpreter: Interpreter
    let onEvent: @Sendable (StoreEvent) -> Void
    let state: Mutex<State>

    /// Opens the index of a database, and makes it if there is none or if it cannot be read; a guest leaves that to the server. Where the
    /// file cannot be opened at all, it goes without it.
    init(
        database: String, interpreter: Interpreter, isGuest: Bool, onEvent: @escaping @Sendable (StoreEvent) -> Void
    ) async throws(StoreError) {
        self.database = database
        self.interpreter = interpreter
        self.onEvent = onEvent
        var problem: StoreError?
        let opened: Opened
        do throws(StoreError) {
            opened = try await Self.openFile(of: database, isGuest: isGuest)
        } catch {
            problem = error
            opened = try await Self.open(nil)
        }
        path = problem == nil ? SearchFile.path(database) : nil
        worker = opened.worker
        file = opened.file
        state = Mutex(State(applied: opened.applied, tried: opened.applied, last: opened.applied))
        if let problem, !isGuest { noteMissing(problem) }
    }

    /// Opens the file of a database. Unless a guest does it, one that is damaged is made anew.
    private static func openFile(of database: String, isGuest: Bool) async throws(StoreError) -> Opened {
        let path = SearchFile.path(database)
        do throws(StoreError) {
            return try await open(path)
        } catch {
            guard !isGuest, case .database(let error) = error, error.isCorrupt else { throw error }
            SearchFile.remove(database)
            return try await open(path)
        }
    }

    private typealias Opened = (worker: DatabaseWorker, file: Int64, applied: Int64)

    /// - Parameter path: `nil` for one in memory, which nobody sees.
    private static func open(_ path: String?) async throws(StoreError) -> Opened {
        if let path { try SQLiteStore.makeFile(path) }
        let path = path ?? ":memory:"
        do {
            let worker = try DatabaseWorker(
                path: path, configuration: .init(access: .readWrite, cacheBytes: 8 << 20), label: "martlet.search",
                niceness: Self.niceness)
            let (file, applied) = try await worker.perform { connection throws(SQLiteError) in
                try SearchFile.setUp(connection)
                return (try SearchFile(connection).number(), try SearchFile(connection).applied())
            }
            return (worker, file, applied)
        } catch {
            throw .database(error)
        }
    }

    /// The last change that the index has.
    var applied: Int64 { state.withLock { $0.applied } }

    /// Whether the index is not that of the database, and is to be made anew.
    var isForeign: Bool { state.withLock { $0.isForeign } }

    /// Leaves the index to others: it is not that of the database, and theirs to be made anew. What it says that it has, is another
    /// database's.
    func leaveAlone() {
        state.withLock { state in
            state.isLeftAlone = true
            state.applied = 0
        }
    }

    /// The entries up to this one need not be kept any more; `nil` if there are none that were not named before.
    func takeForgettable() -> Int64? {
        state.withLock { state in
            guard state.forgotten < state.applied else { return nil }
            state.forgotten = state.applied
            return state.applied
        }
    }

    /// Takes what a transaction has changed, which is in the database by now.
    func take(_ changes: SearchChanges, number: Int64) {
        let begins = state.withLock { state in
            if changes.isEmptied {
                state.isForeign = false
                state.renewals += 1
            }
            state.queue.append((changes, number))
            state.last = max(state.last, number)
            defer { state.isWorking = true }
            return !state.isWorking
        }
        if begins { Task { await work() } }
    }

    /// Does what is queued.
    private func work() async {
        while true {
            let next = state.withLock { state in
                if state.queue.isEmpty { state.isWorking = false }
                return state.queue.first
            }
            guard let next else { return wake() }
            await apply(next.changes, number: next.number)
            state.withLock { state in
                state.queue.removeFirst()
                state.tried = max(state.tried, next.number)
            }
            wake()
        }
    }

    /// Has the index take what the database has for it, if it lags behind: another process has changed it, or it could not be
    /// written before.
    func catchUp() async {
        await apply(nil, number: .max)
    }

    /// - Parameter changes: what that number stands for; `nil` to look into the database.
    private func apply(_ changes: SearchChanges?, number: Int64) async {
        let (mayTry, renewals) = state.withLock { state in
            // What makes it anew is tried at once.
            (!state.isLeftAlone && (changes?.isEmptied == true || !state.isPausing && !state.isForeign), state.renewals)
        }
        guard mayTry else { return }
        let outcome = await worker.perform { [self] connection in attempt(changes, number, connection) }
        let (news, isLost): (Health.News?, Bool) = state.withLock { state in
            switch outcome {
            case .applied(let number):
                state.applied = max(state.applied, number)
                state.pauseEnd = nil
                return (state.adding.note(nil), false)
            case .foreign:
                // Unless it was emptied since that was found.
                if state.renewals == renewals { state.isForeign = true }
                return (nil, false)
            case .failed(let error):
                state.pauseEnd = .now + Self.pause
                let isLost = error.isCorrupt && changes?.isEmptied == true
                if isLost { state.isLeftAlone = true } else if error.isCorrupt { state.isForeign = true }
                return (state.adding.note(error.reason), isLost)
            case .missed:
                state.pauseEnd = .now + Self.pause
                return (nil, false)
            }
        }
        tellAdding(news)
        if isLost { onEvent(.indexIsLost) }
    }

    /// What it will have in use once it is cleared, beside a database with so many bytes.
    ///
    /// - Parameter bytes: what it has in use now, if it is cleared.
    func expectedBytes(database: Int, cleared bytes: Int?) -> Int {
        state.withLock { state in
            if let bytes { state.size.note(database: database, index: bytes) }
            return state.size.expected(database: database)
        }
    }

    private func attempt(_ changes: SearchChanges?, _ number: Int64, _ connection: Connection) -> Outcome {
        do throws(SQLiteError) {
            let search = SearchFile(connection)
            // Another process may take it at the same time.
            for _ in 0..<8 {
                let applied = try search.applied()
                guard number > applied else { return .applied(applied) }
                let next: (changes: SearchChanges, number: Int64)
                if let changes, number == applied + 1 || changes.isEmptied {
                    next = (changes, number)
                } else {
                    switch try recover(after: applied) {
                    case .nothing: return .applied(applied)
                    case .isForeign: return .foreign
                    case .changes(let changes, let last): next = (changes, last)
                    }
                }
                let isTaken = try connection.transaction { () throws(SQLiteError) in
                    guard try search.applied() == applied else { return false }
                    try search.take(next.changes, through: next.number)
                    return true
                }
                if isTaken { return .applied(next.number) }
            }
            return .missed
        } catch {
            // Not even emptying it helps: the next process makes a new file.
            if error.isCorrupt, changes?.isEmptied == true { SearchFile.remove(database) }
            return .failed(error)
        }
    }

    /// What the database has for the index.
    private func recover(after applied: Int64) throws(SQLiteError) -> SearchRecovery.Finding {
        let reader = try Connection(path: database, configuration: .init(access: .readOnly, cacheBytes: 2 << 20))
        return try SearchRecovery(connection: reader, interpreter: interpreter).find(file: file, applied: applied)
    }
}
