import Execution

/// Owns a connection, and runs one piece of work on it at a time, on a thread of its own.
public actor DatabaseWorker {
    private let executor: any SerialExecutor
    private let connection: Connection

    /// Opens the file on the calling thread.
    ///
    /// - Parameter niceness: for much work again and again, how far its thread stands behind others, from 0 to 19; `nil` where a
    ///   thread that others use too will do.
    public init(
        path: String, configuration: Connection.Configuration, label: String, niceness: Int? = nil
    ) throws(SQLiteError) {
        executor = niceness.map { ThreadExecutor(niceness: $0) } ?? QueueExecutor(label: label)
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
