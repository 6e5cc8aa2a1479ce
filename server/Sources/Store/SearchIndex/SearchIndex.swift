import Glibc
import SQLite
import Synchronization

/// Puts words into the index as the database's transactions say, in their order, on a thread of its own.
///
/// What a transaction changes is in the database too, until the index has it; so nothing is lost whenever the process ends,
/// and several processes may do it at the same time.
final class SearchIndex: Sendable {
    /// With so many transactions behind, the database waits: their words lie in memory.
    private static let queueLimit = 2

    private struct State {
        var queue: [(changes: SearchChanges, number: Int64)] = []
        var isWorking = false
        /// The last change that the index has, and the last one that there is, as far as is known here.
        var applied: Int64 = 0
        var last: Int64 = 0
        var isForeign = false
        /// Who waits, and is woken whenever something is done.
        var waiting: [CheckedContinuation<Void, Never>] = []
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
        try SQLiteStore.makeFile(SearchFile.path(database))
        do {
            worker = try await Self.open(SearchFile.path(database))
        } catch {
            guard error.isCorrupt, !isGuest else { throw .database(error) }
            SearchFile.remove(database)
            try SQLiteStore.makeFile(SearchFile.path(database))
            do { worker = try await Self.open(SearchFile.path(database)) } catch { throw .database(error) }
        }
        do {
            let (file, applied) = try await worker.perform { connection throws(SQLiteError) in
                (try SearchFile(connection).number(), try SearchFile(connection).applied())
            }
            self.file = file
            state = Mutex(State(applied: applied, last: applied))
        } catch {
            throw .database(error)
        }
    }

    private static func open(_ path: String) async throws(SQLiteError) -> DatabaseWorker {
        let worker = try DatabaseWorker(
            path: path, configuration: .init(access: .readWrite, cacheBytes: 8 << 20), label: "martlet.search")
        try await worker.perform { connection throws(SQLiteError) in try SearchFile.setUp(connection) }
        return worker
    }

    /// The last change that the index has.
    var applied: Int64 { state.withLock { $0.applied } }

    /// Whether the index is not that of the database, and is to be made anew.
    var isForeign: Bool { state.withLock { $0.isForeign } }

    /// Takes what a transaction has changed, which is in the database by now.
    func take(_ changes: SearchChanges, number: Int64) {
        let begins = state.withLock { state in
            if changes.isEmptied { state.isForeign = false }
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
            state.withLock { _ = $0.queue.removeFirst() }
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
        let outcome = await worker.perform { [database, interpreter, file] connection -> (applied: Int64, isForeign: Bool)? in
            do throws(SQLiteError) {
                return try connection.transaction { () throws(SQLiteError) in
                    let search = SearchFile(connection)
                    let applied = try search.applied()
                    guard number > applied else { return (applied, false) }
                    if let changes, number == applied + 1 || changes.isEmptied {
                        try search.take(changes, through: number)
                        return (number, false)
                    }
                    let reader = try Connection(path: database, configuration: .init(access: .readOnly, cacheBytes: 2 << 20))
                    switch try SearchRecovery(connection: reader, interpreter: interpreter).find(file: file, applied: applied) {
                    case .nothing: return (applied, false)
                    case .isForeign: return (applied, true)
                    case .changes(let changes, let last):
                        try search.take(changes, through: last)
                        return (last, false)
                    }
                }
            } catch {
                // What fails is still in the database, and is done with what comes next. A damaged file is made anew by the
                // next process.
                if error.isCorrupt { SearchFile.remove(database) }
                return nil
            }
        }
        guard let outcome else { return }
        state.withLock { state in
            state.applied = max(state.applied, outcome.applied)
            state.last = max(state.last, outcome.applied)
            state.isForeign = state.isForeign || outcome.isForeign
        }
    }

    /// Returns when few transactions wait for the index.
    func waitForRoom() async {
        await wait { $0.queue.count < Self.queueLimit }
    }

    /// Returns when the index has what was changed before this is called, unless it cannot be written.
    func settle() async {
        let last = state.withLock { $0.last }
        await wait { $0.applied >= last || !$0.isWorking }
        // It failed, and may not fail again.
        if state.withLock({ $0.applied < last && !$0.isForeign }) { await catchUp() }
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
