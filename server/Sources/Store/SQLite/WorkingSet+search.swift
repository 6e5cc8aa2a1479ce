import Model
import SQLite

extension WorkingSet {
    /// Has a span found by these words and by no others, once it has ended; returns what its row is
    /// to say of it.
    mutating func index(_ text: SearchText, of span: SpanRow) throws(SQLiteError) -> Int64? {
        let known = search.isCurrent(span.facts.searchMark) ? span.facts.searchMark : nil
        guard span.status != .running else { return known }
        let mark = search.mark(text)
        guard mark != known else { return known }
        if known != nil { try unindex(before[span.row] ?? span) }
        if mark != nil { searchChanges[span.row, default: SearchChange()].added = text }
        return mark
    }

    /// Takes a span's words out of the index. They are not stored: they follow from the payloads that
    /// it had when they were put in.
    mutating func unindex(_ span: SpanRow) throws(SQLiteError) {
        guard search.isCurrent(span.facts.searchMark) else { return }
        // Put in by this same transaction: not yet in the table.
        if searchChanges[span.row]?.added != nil {
            searchChanges[span.row]?.added = nil
            return
        }
        let payloads = try PayloadTable(connection).payloads(of: span.row, first: span.payloadCount)
        let text = gatherer.gather(interpreter.outline(of: try described(span), payloads: payloads))
        if search.mark(text) == span.facts.searchMark {
            searchChanges[span.row, default: SearchChange()].removed = text
        } else {
            isIndexBroken = true
        }
    }

    /// Writes what has changed, in the order of the rows, which the index wants.
    func writeSearch() throws(SQLiteError) {
        guard !isIndexBroken else {
            try search.empty()
            return try Reinterpretation(connection: connection, interpreter: interpreter).beginAnew()
        }
        if !removed.isEmpty { try search.beginMerge() }
        for (row, change) in searchChanges.sorted(by: { $0.key < $1.key }) {
            if let text = change.removed { try search.remove(text, span: row) }
            if let text = change.added { try search.add(text, span: row) }
        }
    }
}
