import SQLite

/// One transaction that changes spans: what it works with, and what it has to say to the index of words.
final class WriteTransaction {
    let connection: Connection
    let interpreter: Interpreter
    let traceFilters: TraceFilters
    /// For the index, which takes it once the transaction is committed.
    var searchChanges = SearchChanges()
    /// The texts of these changes.
    let searchTexts = SearchTexts()

    init(_ connection: Connection, _ interpreter: Interpreter, _ traceFilters: TraceFilters) {
        self.connection = connection
        self.interpreter = interpreter
        self.traceFilters = traceFilters
    }

    /// Empties the index of words; every span is then to be interpreted anew, and put in again with it.
    func emptySearch() throws(SQLiteError) {
        searchChanges = SearchChanges()
        searchChanges.isEmptied = true
        try SearchMarks(connection).begin()
    }

    /// Runs `body` in a transaction, and gives the index what that has changed, once it is committed.
    static func run<Result>(
        on connection: Connection, _ interpreter: Interpreter, _ traceFilters: TraceFilters, _ index: SearchIndex,
        _ body: (WriteTransaction) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        let transaction = WriteTransaction(connection, interpreter, traceFilters)
        var number: Int64?
        let result = try connection.transaction { () throws(SQLiteError) in
            let result = try body(transaction)
            transaction.searchChanges.texts = transaction.searchTexts.take()
            if !transaction.searchChanges.isEmpty {
                number = try SearchLog(connection).add(transaction.searchChanges, applied: index.applied)
            }
            return result
        }
        if let number { index.take(transaction.searchChanges, number: number) }
        return result
    }
}
