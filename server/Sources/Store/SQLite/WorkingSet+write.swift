import Model
import SQLite

extension WorkingSet {
    /// Writes all that has changed, in the order of the rows.
    func write() throws(SQLiteError) {
        let changedSpans = spans.values.filter(\.isChanged).sorted { $0.row < $1.row }
        for span in changedSpans { try span.write(to: connection) }
        let changedTraces = traces.values.filter(\.isChanged).sorted { $0.row < $1.row }
        for trace in changedTraces { try trace.write(to: connection) }
        try writeListings(of: changedSpans)
        var newTraces = 0
        for trace in changedTraces {
            if trace.spanCount > 0 { newTraces += trace.isNew ? 1 : 0 } else if !trace.isNew { newTraces -= 1 }
        }
        try count("spans", changedSpans.count { $0.isNew })
        try count("traces", newTraces)
        try count("payloads", newPayloads)
    }

    private func count(_ name: String, _ added: Int) throws(SQLiteError) {
        guard added != 0 else { return }
        try connection.statement("UPDATE counter SET value = value + ? WHERE name = ?")
            .run(added, name)
    }

    /// After the rows: whether a trace still has a model is asked of them.
    private func writeListings(of changed: [SpanRow]) throws(SQLiteError) {
        let (models, tags) = (ListingTable.models(connection), ListingTable.tags(connection))
        let moved = changed.filter { $0.listed != $0.listing }
        for span in moved {
            guard let old = span.listed else { continue }
            for model in old.models {
                try models.remove(span: span.row, of: old.trace, at: old.startTime, under: model)
            }
            for tag in old.tags {
                try tags.remove(span: span.row, of: old.trace, at: old.startTime, under: tag)
            }
        }
        var isWritten: Set<TraceEntry> = []
        for span in moved {
            let traceTime = traces[span.trace]?.startTime ?? span.startTime
            for model in span.facts.models {
                try models.add(span: span.row, at: span.startTime, under: model)
                let isShown = model == span.facts.model
                let entry = TraceEntry(trace: span.trace, entry: model, kind: isShown ? 1 : 0)
                guard isWritten.insert(entry).inserted else { continue }
                try models.add(trace: span.trace, at: traceTime, under: model, isShown: isShown)
            }
            for tag in span.facts.tags {
                try tags.add(span: span.row, at: span.startTime, under: tag)
                let entry = TraceEntry(trace: span.trace, entry: tag, kind: 2)
                guard isWritten.insert(entry).inserted else { continue }
                try tags.add(trace: span.trace, at: traceTime, under: tag, isShown: true)
            }
        }
    }

    /// That a trace is listed somewhere; once is enough in a transaction.
    private struct TraceEntry: Hashable {
        var trace: Int64
        var entry: Int64
        var kind: Int
    }
}
