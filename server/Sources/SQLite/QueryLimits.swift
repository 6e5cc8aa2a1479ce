/// How much a query that somebody else has written may take.
public struct QueryLimits: Sendable, Equatable {
    /// Most rows that are given.
    public var rows: Int
    /// Most bytes of all values that are given.
    public var bytes: Int
    /// Longest time, in nanoseconds.
    public var nanoseconds: UInt64
    /// Most memory by which the process may grow meanwhile.
    public var memoryBytes: Int

    public init(
        rows: Int = 1_000, bytes: Int = 8 << 20, nanoseconds: UInt64 = 5_000_000_000,
        memoryBytes: Int = 256 << 20
    ) {
        self.rows = rows
        self.bytes = bytes
        self.nanoseconds = nanoseconds
        self.memoryBytes = memoryBytes
    }
}

/// Why a query that somebody else has written was not answered, or not wholly.
public enum QueryError: Error, Sendable, Equatable {
    /// It is no SQL, or it names something that there is not. SQLite's own words.
    case invalid(String)
    /// It is more or other than one query.
    case refused(String)
    case tooSlow
    case tooMuchMemory
    case failed(SQLiteError)
}

extension QueryError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalid(let message), .refused(let message): message
        case .tooSlow: "the query took longer than it may"
        case .tooMuchMemory: "the query needed more memory than it may"
        case .failed(let error): error.description
        }
    }
}
