extension Connection {
    /// Steps of SQLite's virtual machine that the statements which are kept took since this was last
    /// asked; for tests, to which a busy machine's clock says nothing.
    package func takeWork() -> Int { keptStatements.reduce(0) { $0 + $1.takeWork() } }
}
