import SQLite

/// What a query of a user's own gave.
public struct QueryAnswer: Sendable, Equatable {
    public var columns: [String]
    public var rows: [[QueryValue]]
    /// There were more rows than may be given.
    public var isCut: Bool
}

/// A value in an answer.
public typealias QueryValue = SQLite.Value
/// How much a query may take.
public typealias QueryLimits = SQLite.QueryLimits
/// Why a query was not answered.
public typealias QueryError = SQLite.QueryError
