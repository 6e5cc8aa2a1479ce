/// How much room the index of words takes: what removed spans leave in it until it is merged is not counted.
struct SearchSize {
    /// What both files had in use when there was nothing of removed spans in the index.
    private var cleared: (database: Int, index: Int)?

    /// Notes what there is when the index has all changes, and no words of removed spans.
    mutating func note(database: Int, index: Int) { cleared = (database, index) }

    /// What the index will have in use once it is merged, beside a database with so many bytes: words go with the payloads that
    /// they are of. None, if it was not seen without words of removed spans yet; then too little is removed, and it is seen.
    func expected(database: Int) -> Int {
        guard let cleared, cleared.database > 0 else { return 0 }
        return Int(Double(cleared.index) * Double(database) / Double(cleared.database))
    }
}
