import Model
import SQLite

extension WorkingSet {
    /// Writes all that has changed, in the order of the rows.
    func write() throws(SQLiteError) {
        let changedSpans = spans.places(inOrderOf: { $0.row }, where: { $0.isChanged })
        try SpanRow.write(changedSpans, of: spans.elements, to: connection)
        for span in removed {
            try connection.statement("DELETE FROM span WHERE id = ?").run(span.row)
            try PayloadTable(connection).remove(of: span.row)
        }
        let changedTraces = traces.places(inOrderOf: { $0.row }, where: { $0.isChanged })
        for place in changedTraces { try traces.elements[place].write(to: connection) }
        try noteGroups(changedSpans, changedTraces)
        try transaction?.traceFilters.keep(firstNewTrace..<nextTrace, connection)
        try writeListings(of: changedSpans)
        try rollup(changedSpans)
        try writeSearch()
        try forgetLabels()
        try forgetNames()
        try noteFacets(changedSpans, changedTraces)
        var newTraces = 0
        for place in changedTraces {
            let isNew = traces.elements[place].isNew
            if traces.elements[place].spanCount > 0 { newTraces += isNew ? 1 : 0 } else if !isNew { newTraces -= 1 }
        }
        try count("spans", changedSpans.count { spans.elements[$0].isNew } - removed.count)
        try count("traces", newTraces)
        try count("payloads", newPayloads)
    }

    private func noteGroups(_ changedSpans: [Int], _ changedTraces: [Int]) throws(SQLiteError) {
        let (spanGroups, traceGroups) = (RowGroups.spans(connection), RowGroups.traces(connection))
        try spanGroups.note(changedSpans.lazy.map { (spans.elements[$0].row, spans.elements[$0].startTime) })
        try spanGroups.forget(removed.lazy.map(\.row))
        let kept = changedTraces.filter { traces.elements[$0].spanCount > 0 }
        try traceGroups.note(kept.lazy.map { (traces.elements[$0].row, traces.elements[$0].startTime) })
        guard kept.count < changedTraces.count else { return }
        let gone = changedTraces.lazy.map { traces.elements[$0] }.filter { $0.spanCount == 0 }.map(\.row)
        if try traceGroups.forget(gone) { try transaction?.traceFilters.forgetGroups(connection) }
    }

    /// After the rows and the listings, of which chunks are made.
    private func noteFacets(_ changedSpans: [Int], _ changedTraces: [Int]) throws(SQLiteError) {
        let (spanFacets, traceFacets) = (FacetTable(of: "span", connection), FacetTable(of: "trace", connection))
        try spanFacets.note(changedSpans.map { spans.elements[$0].row } + removed.map(\.row))
        // A trace is listed by its spans' models and tags.
        try traceFacets.note(changedTraces.map { traces.elements[$0].row } + changedSpans.map { spans.elements[$0].trace })
        for (table, next) in [(spanFacets, nextSpan), (traceFacets, nextTrace)] {
            try table.makeNew(before: next, limit: Self.facetChunks)
        }
    }

    /// How many chunks one transaction makes at most: what it stores, and of an earlier version's rows a little more each time.
    private static let facetChunks = 4

    /// Takes out of the sums what was in them of these spans, and puts in what is there now.
    private func rollup(_ changed: [Int]) throws(SQLiteError) {
        var table = RollupTable()
        for span in removed { table.add(span, sign: -1) }
        for place in changed {
            if !before.isEmpty, let old = before[spans.elements[place].row] { table.add(old, sign: -1) }
            table.add(spans.elements[place], sign: 1)
        }
        try table.write(to: connection)
    }

    /// Users, sessions and tags that no span has any more.
    private func forgetLabels() throws(SQLiteError) {
        var labels: Set<Int64> = []
        for span in removed {
            labels.formUnion(span.facts.tags)
            if let user = span.facts.user { labels.insert(user) }
            if let session = span.facts.session { labels.insert(session) }
        }
        for label in labels { try connection.statement(Self.forgetLabel).run(label) }
    }

    private static var forgetLabel: String {
        """
        DELETE FROM label WHERE id = ?1 \
        AND NOT \(RowGroups.anyRow(of: "span", where: "user", is: "?1")) \
        AND NOT \(RowGroups.anyRow(of: "span", where: "session", is: "?1")) \
        AND NOT \(RowGroups.anyRow(of: "trace", where: "user", is: "?1")) \
        AND NOT \(RowGroups.anyRow(of: "trace", where: "session", is: "?1")) \
        AND NOT EXISTS (SELECT 1 FROM span_tag WHERE tag = ?1) \
        AND NOT EXISTS (SELECT 1 FROM trace_tag WHERE tag = ?1)
        """
    }

    /// Names and models that no span has any more.
    private func forgetNames() throws(SQLiteError) {
        var gone: Set<Int64> = []
        for span in removed {
            gone.insert(span.name)
            gone.formUnion(span.facts.models)
        }
        for name in gone {
            try connection.statement(
                """
                DELETE FROM name WHERE id = ?1 AND is_passing = 1 AND NOT EXISTS (SELECT 1 FROM span WHERE name = ?1) \
                AND NOT EXISTS (SELECT 1 FROM span_model WHERE model = ?1) AND NOT EXISTS (SELECT 1 FROM trace_model WHERE model = ?1)
                """
            ).run(name)
        }
    }

    private func count(_ name: String, _ added: Int) throws(SQLiteError) {
        guard added != 0 else { return }
        try connection.statement("UPDATE counter SET value = value + ? WHERE name = ?")
            .run(added, name)
    }

    /// After the rows: whether a trace still has a model is asked of them.
    private func writeListings(of changed: [Int]) throws(SQLiteError) {
        let (models, tags) = (ListingTable.models(connection), ListingTable.tags(connection))
        let moved = changed.filter { spans.elements[$0].isMoved }.map { spans.elements[$0] }
        for span in removed + moved {
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
