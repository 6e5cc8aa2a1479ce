import Execution
import SQLite
import Synchronization

/// Answers queries that users have written, in SQL, over the database and the views
/// `traces`, `spans` and `scores`. They can read everything and change nothing.
///
/// One is answered at a time, on a thread of its own; few wait. Whatever they take, the store's
/// own readers and its writer go on.
public final class UserQueries: Sendable {
    private let store: SQLiteStore
    private let worker: Worker
    private let inHand = Mutex(0)
    private static let greatestInHand = 4

    /// - Parameter store: the store whose file is asked. It is opened with the first query.
    public init(store: SQLiteStore) {
        self.store = store
        worker = Worker(path: store.path)
    }

    /// Answers one query; `nil` if too many are waiting.
    public func answer(_ sql: String, limits: QueryLimits) async throws(QueryError) -> QueryAnswer? {
        let isAdmitted = inHand.withLock { count in
            guard count < Self.greatestInHand else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { return nil }
        defer {
            inHand.withLock { $0 -= 1 }
            // A query may have taken a few hundred megabytes.
            store.heap.noteWork()
        }
        // The tables are read, and what was received before shall be in them. On a full disk, what is there
        // can still be asked for.
        try? await store.settle()
        return try await worker.answer(sql, limits: limits)
    }

    /// Answers one query on the calling thread, row by row.
    ///
    /// - Returns: whether all rows were given.
    public static func answer(
        _ sql: String, path: String, limits: QueryLimits, columns: ([String]) -> Void,
        row: ([QueryValue]) -> Bool
    ) throws(QueryError) -> Bool {
        try open(path).run(sql, limits: limits, columns: columns, row: row)
    }

    private static func open(_ path: String) throws(QueryError) -> QueryConnection {
        do {
            return try QueryConnection(path: path, setUp: QueryViews.sql)
        } catch {
            throw .failed(error)
        }
    }

    private actor Worker {
        private let executor = QueueExecutor(label: "martlet.queries")
        private let path: String
        private var connection: QueryConnection?

        init(path: String) {
            self.path = path
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        func answer(_ sql: String, limits: QueryLimits) throws(QueryError) -> QueryAnswer {
            let connection: QueryConnection
            if let open = self.connection { connection = open } else { connection = try UserQueries.open(path) }
            self.connection = connection
            var answer = QueryAnswer(columns: [], rows: [], isCut: false)
            let isWhole = try connection.run(sql, limits: limits, columns: { answer.columns = $0 }) { row in
                answer.rows.append(row)
                return true
            }
            answer.isCut = !isWhole
            return answer
        }
    }
}
