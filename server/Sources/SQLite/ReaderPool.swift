import Synchronization

/// A few read-only connections to one file; each piece of work goes to the one that is least busy.
public final class ReaderPool: Sendable {
    private let readers: [DatabaseWorker]
    private let workInHand: Mutex<[Int]>

    /// Opens `count` connections, at least one.
    public init(path: String, configuration: Connection.Configuration, count: Int) throws(SQLiteError) {
        let count = max(1, count)
        var readers: [DatabaseWorker] = []
        for number in 1...count {
            readers.append(
                try DatabaseWorker(
                    path: path, configuration: configuration, label: "martlet.reader.\(number)"))
        }
        self.readers = readers
        workInHand = Mutex([Int](repeating: 0, count: count))
    }

    /// Runs `body` with a connection and returns what it returns.
    public func perform<Result: Sendable, Failure: Error>(
        _ body: @Sendable (Connection) throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let choice = workInHand.withLock { work in
            let choice = work.indices.min { work[$0] < work[$1] } ?? 0
            work[choice] += 1
            return choice
        }
        defer { workInHand.withLock { $0[choice] -= 1 } }
        return try await readers[choice].perform(body)
    }

    /// The plans of all statements that were prepared so far; see ``Connection/plans()``.
    package func plans() async throws(SQLiteError) -> [(sql: String, steps: [String])] {
        var plans: [(sql: String, steps: [String])] = []
        for reader in readers {
            plans += try await reader.perform { connection throws(SQLiteError) in try connection.plans() }
        }
        return plans
    }

    /// Steps of SQLite's virtual machine since this was last asked; see ``Connection/takeWork()``.
    package func takeWork() async -> Int {
        var work = 0
        for reader in readers { work += await reader.perform { connection in connection.takeWork() } }
        return work
    }
}
