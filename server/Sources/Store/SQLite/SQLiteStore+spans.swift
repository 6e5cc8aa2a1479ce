import Model
import SQLite

extension SQLiteStore {
    public func spans(_ query: SpanQuery) async throws(StoreError) -> Page<SpanSummary> {
        let filter = query.filter
        let words = filter.text.map { SearchExpression($0) }
        var building = ListQuery("span", as: "s", limit: query.limit)
        // Words lead by themselves; of the others, what leaves fewest rows comes first.
        if words != nil { _ = building.lead() }
        if let trace = query.trace {
            building.require(
                "\(building.lead())s.trace = \(TraceRow.rowByID)", Int64(bitPattern: trace.high), Int64(bitPattern: trace.low))
        }
        building.require("session", isLabel: filter.session)
        building.require("user", isLabel: filter.user)
        building.lead(by: FacetCondition.all(query.status, query.model, filter))
        building.require(tag: filter.tag)
        building.require(status: query.status)
        building.require(model: query.model)
        building.require("name", is: filter.name, in: "name")
        building.require("s.cost", within: filter.cost.billionths)
        building.require(SpanRow.tokens, within: filter.tokens.ofTokens)
        building.require(SpanRow.duration, within: filter.duration)
        building.require(operation: filter.operation)
        building.require(since: query.since, until: query.until)
        if words == nil { try building.goOn(from: query.cursor) } else { try building.begin(at: query.cursor) }
        let list = building
        if let words {
            return try await searchPage(words) { connection throws(SQLiteError) in
                try list.pageOfSpans(
                    with: words, select: SpanSummary.columns, joins: SpanSummary.joins, connection,
                    body: SpanSummary.init)
            }
        }
        return try await readPage { connection throws(SQLiteError) in
            try list.page(
                select: SpanSummary.columns, columnCount: SpanSummary.columnCount,
                joins: SpanSummary.joins, connection, body: SpanSummary.init)
        }
    }

    public func models(limit: Int) async throws(StoreError) -> [String] {
        try await read { connection throws(SQLiteError) in
            try ModelTable(connection).latest(limit: limit)
        }
    }

    public func series(_ query: SeriesQuery) async throws(StoreError) -> Series {
        let (points, isComplete) = try await readChecked { connection throws(SQLiteError) in
            try SeriesReader(connection, query).points()
        }
        return Series(points: points, isComplete: isComplete)
    }

    public func statistics() async throws(StoreError) -> Statistics {
        var (statistics, isComplete) = try await readChecked { [self] connection throws(SQLiteError) in
            func number(_ sql: String) throws(SQLiteError) -> Int {
                try connection.statement(sql).first { $0.int(0) } ?? 0
            }
            let counters = CounterTable(connection)
            let received = inbox?.amount ?? InboxAmount()
            return Statistics(
                traces: try counters.value("traces"), spans: try counters.value("spans"),
                payloads: try counters.value("payloads"),
                processes: try number("SELECT count(*) FROM process"),
                droppedRecords: try number("SELECT coalesce(sum(dropped_records), 0) FROM process"),
                pendingSegments: try number(
                    "SELECT count(*) FROM segment WHERE state <> 1 AND state = 0"),
                damagedSegments: try number(
                    "SELECT count(*) FROM segment WHERE state <> 1 AND state = 2"),
                databaseBytes: try number(
                    """
                    SELECT sum(page_count * page_size) FROM pragma_database_list AS d, \
                    pragma_page_count AS c, pragma_page_size AS s WHERE c.schema = d.name AND s.schema = d.name
                    """),
                pendingIndexChanges: max(0, Int(try SearchLog(connection).last() - searchIndex.applied)),
                indexFails: searchIndex.isFailing, waitingSpans: received.spans, unstoredLogs: received.logs, tablesFail: tablesFail,
                waitingLogs: try counters.value("waiting_logs"), forgottenLogs: try counters.value("forgotten_logs"))
        }
        statistics.isComplete = isComplete
        return statistics
    }
}
