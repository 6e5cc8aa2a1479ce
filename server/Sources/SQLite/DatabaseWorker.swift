import Execution

/// Owns a connection, and runs one piece of work on it at a time, on a thread of its own.
public actor DatabaseWorker {
    private let executor: QueueExecutor
    private let connection: Connection

    /// Opens the file on the calling thread.
    public init(
        path: String, configuration: Connection.Configuration, label: String
    ) throws(SQLiteError) {
        executor = QueueExecutor(label: label)
        connection = try Connection(path: path, configuration: configuration)
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Runs `body` with the connection and returns what it returns.
    public func perform<Result: Sendable, Failure: Error>(
        _ body: @Sendable (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(connection)
    }
}
