import SQLite
import Synchronization

/// Puts words into the index as the database's transactions say, in their order, on a thread of its own.
///
/// What a transaction changes is in the database too, until the index has it; so nothing is lost whenever the process ends,
/// and several processes may do it at the same time.
final class SearchIndex: Sendable {
    /// With so many transactions behind, the database waits: their words lie in memory.
    private static let queueLimit = 2

    /// How long nothing is tried after a failure: what there is to do is in the database meanwhile.
    private static let pause = Duration.seconds(1)

    private struct State {
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
        /// Who waits, and is woken whenever something is done.
        var waiting: [CheckedContinuation<Void, Never>] = []

        var isPausing: Bool { pauseEnd.map { ContinuousClock.now < $0 } ?? false }
    }

    private enum Outcome {
        case applied(Int64)
        case foreign
        case failed(isDamaged: Bool)
    }

    let worker: DatabaseWorker
    /// Which index it is.
    let file: Int64
    private let database: String
    private let interpreter: Interpreter
    private let state: Mutex<State>

    /// Opens the index of a database, and makes it if there is none or if it cannot be read.
    init(database: String, interpreter: Interpreter, isGuest: Bool) async throws(StoreError) {
        self.database = database
        self.interpreter = interpreter
        let opened: Opened
        do throws(StoreError) {
            opened = try await Self.open(database)
        } catch {
            guard case .database(let error) = error, error.isCorrupt, !isGuest else { throw error }
            SearchFile.remove(database)
            opened = try await Self.open(database)
        }
        worker = opened.worker
        file = opened.file
        state = Mutex(State(applied: opened.applied, tried: opened.applied, last: opened.applied))
    }

    private typealias Opened = (worker: DatabaseWorker, file: Int64, applied: Int64)

    private static func open(_ database: String) async throws(StoreError) -> Opened {
        let path = SearchFile.path(database)
        try SQLiteStore.makeFile(path)
        do {
            let worker = try DatabaseWorker(
                path: path, configuration: .init(access: .readWrite, cacheBytes: 8 << 20), label: "martlet.search")
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
        state.withLock { state in
            switch outcome {
            case .applied(let number):
                state.applied = max(state.applied, number)
                state.pauseEnd = nil
            case .foreign:
                // Unless it was emptied since that was found.
                if state.renewals == renewals { state.isForeign = true }
            case .failed(let isDamaged):
                state.pauseEnd = .now + Self.pause
                guard isDamaged else { break }
                if changes?.isEmptied == true { state.isLeftAlone = true } else { state.isForeign = true }
            }
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
                    switch recover(after: applied) {
                    case .none: return .failed(isDamaged: false)
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
            return .failed(isDamaged: false)
        } catch {
            guard error.isCorrupt else { return .failed(isDamaged: false) }
            // Not even emptying it helps: the next process makes a new file.
            if changes?.isEmptied == true { SearchFile.remove(database) }
            return .failed(isDamaged: true)
        }
    }

    /// What the database has for the index; `nil` if it could not be read.
    private func recover(after applied: Int64) -> SearchRecovery.Finding? {
        guard let reader = try? Connection(path: database, configuration: .init(access: .readOnly, cacheBytes: 2 << 20))
        else { return nil }
        return try? SearchRecovery(connection: reader, interpreter: interpreter).find(file: file, applied: applied)
    }

    /// That the file is damaged was found elsewhere.
    func noteDamage() { state.withLock { $0.isForeign = true } }

    /// Returns when few transactions wait for the index.
    func waitForRoom() async {
        await wait { $0.queue.count < Self.queueLimit }
    }

    /// Returns when the index has what was changed before this is called, unless it cannot be written.
    func settle() async {
        let last = state.withLock { $0.last }
        await wait { $0.tried >= last }
        // It failed, and may not fail again.
        if state.withLock({ $0.applied < last }) { await catchUp() }
    }

    private func wait(until isDone: @Sendable (borrowing State) -> Bool) async {
        while !state.withLock({ isDone($0) }) {
            await withCheckedContinuation { waiter in
                let mayGo = state.withLock { state in
                    if isDone(state) { return true }
                    state.waiting.append(waiter)
                    return false
                }
                if mayGo { waiter.resume() }
            }
        }
    }

    private func wake() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }
}
