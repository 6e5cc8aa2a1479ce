import Model
import SQLite

extension WorkingSet {
    /// Has a span found by the words of this text and by no others, once it has ended or if it came whole; returns what
    /// its row is to say of it.
    mutating func index(_ text: SearchText, of span: SpanRow) throws(SQLiteError) -> Int64? {
        let known = search.isCurrent(span.facts.searchMark) ? span.facts.searchMark : nil
        guard span.status != .running || span.isReceived else { return known }
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
        // Payloads that this transaction has added since are not in the index yet.
        let indexed = before[span.row].flatMap { $0.facts.searchMark == span.facts.searchMark ? $0 : nil } ?? span
        let text = try storedText(of: indexed)
        if search.mark(text) == span.facts.searchMark {
            // It is kept in the database until the index has done it.
            searchChanges[span.row, default: SearchChange()].removed = texts.shorten(text)
        } else {
            isIndexBroken = true
        }
    }

    /// What can be searched for of a span, from the payloads that the tables have.
    mutating func storedText(of span: SpanRow) throws(SQLiteError) -> SearchText {
        let payloads = try PayloadTable(connection).payloads(of: span.row, first: span.payloadCount)
        return texts.add(interpreter.outline(of: try described(span), payloads: payloads))
    }

    /// Hands on what has changed, in the order of the rows, which the index wants.
    func writeSearch() throws(SQLiteError) {
        guard let transaction else { return }
        guard !isIndexBroken else {
            try transaction.emptySearch()
            return try Reinterpretation(transaction).beginAnew()
        }
        if !removed.isEmpty { transaction.searchChanges.isMergeDue = true }
        transaction.searchChanges.reserve(steps: searchChanges.count)
        for (row, change) in searchChanges.sorted(by: { $0.key < $1.key }) {
            if let text = change.removed { transaction.searchChanges.remove(text.place, span: row) }
            if let text = change.added { transaction.searchChanges.add(text.place, span: row) }
        }
    }
}
