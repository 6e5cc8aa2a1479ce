import SQLite

/// Finds out, from the database, what an index of words has still to take: after a process has ended between the two, or
/// when another one has changed the database.
struct SearchRecovery {
    /// What there is to do.
    enum Finding {
        case nothing
        /// These changes, and the number of the last of them.
        case changes(SearchChanges, through: Int64)
        /// The index is not that of this database, or is of another state of it: it has to be made anew.
        case isForeign
    }

    /// With more, it takes no longer to make the index anew.
    static let entryLimit = 256
    private static let stepLimit = 32_768
    private static let textLimit = 64 << 20

    /// Of the database.
    let connection: Connection
    let interpreter: Interpreter

    /// - Parameters:
    ///   - file: which index it is.
    ///   - applied: the number of the last change that it has.
    func find(file: Int64, applied: Int64) throws(SQLiteError) -> Finding {
        try connection.snapshot { () throws(SQLiteError) in
            let log = SearchLog(connection)
            let last = try log.last()
            guard Int64(try CounterTable(connection).value("search_file")) == file, applied <= last else { return .isForeign }
            guard applied < last else { return .nothing }
            guard try log.count(after: applied) <= Self.entryLimit else { return .isForeign }
            let entries = try log.entries(after: applied)
            let emptied = entries.lastIndex { $0.changes?.isEmptied == true }
            let wanted = entries[(emptied ?? 0)...]
            // Each is there, from the next one or from the one that empties it.
            guard let first = wanted.first, emptied != nil || first.number == applied + 1,
                first.number + Int64(wanted.count) - 1 == last
            else { return .isForeign }
            return try gather(wanted, isEmptied: emptied != nil).map { .changes($0, through: last) } ?? .isForeign
        }
    }

    /// All of these changes as one; `nil` if that cannot be told any more.
    private func gather(
        _ entries: ArraySlice<SearchLog.Entry>, isEmptied: Bool
    ) throws(SQLiteError) -> SearchChanges? {
        var changes = SearchChanges()
        changes.isEmptied = isEmptied
        var rows = try WorkingSet(connection, interpreter)
        // What the index has of a span now: what the first change takes out, if that is how it begins.
        var spans: [Int64: SearchText.Place?] = [:]
        for entry in entries {
            guard let entry = entry.changes else { return nil }
            changes.isMergeDue = changes.isMergeDue || entry.isMergeDue
            guard spans.count + entry.steps.count <= Self.stepLimit else { return nil }
            entry.forEach { step, text in
                guard spans[step.span] == nil else { return }
                spans[step.span] = .some(step.isRemoval && !isEmptied ? rows.texts.add(text) : nil)
            }
        }
        for (row, known) in spans.sorted(by: { $0.key < $1.key }) {
            if let known { changes.remove(known, span: row) }
            guard let span = try rows.spans(after: Int(row) - 1, through: Int(row)).first,
                rows.search.isCurrent(span.facts.searchMark)
            else { continue }
            let text = try rows.storedText(of: span)
            guard rows.search.mark(text) == span.facts.searchMark else { return nil }
            changes.add(text.place, span: row)
            guard rows.texts.count <= Self.textLimit else { return nil }
        }
        changes.texts = rows.texts.take()
        return changes
    }
}
