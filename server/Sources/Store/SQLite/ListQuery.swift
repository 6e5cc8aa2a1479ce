import Model
import SQLite

/// A query for a part of a list that is sorted by start time and row, newest first.
///
/// Its text is put together from fixed pieces alone; whatever a caller gave is bound. One condition
/// *leads*: its index finds the rows in their order. SQLite knows nothing of how many rows a
/// condition leaves, so the columns of all others are hidden from its planner by a `+`.
struct ListQuery {
    /// The list's table: `span` or `trace`.
    let name: String
    let alias: String
    var conditions: [String] = []
    var values: [any Bindable] = []
    let limit: Int
    /// The column of the start time, by which the list is sorted.
    var time: String
    /// The column of the row's number.
    var row: String
    /// What the rows are found by, if that is not the list's own table.
    var leadingTable: String?
    private var hasLeader = false
    /// An index that begins with the group of the row leads: see ``RowGroups``.
    private var isByGroup = false
    /// Chunks of rows lead: see ``FacetTable``.
    private var facets: [FacetCondition] = []
    /// Between which times rows have to begin, both included.
    private(set) var earliest = Int64.min
    private(set) var latest = Int64.max
    private var cursor: Cursor?

    init(_ name: String, as alias: String, limit: Int) {
        self.name = name
        self.alias = alias
        self.limit = max(1, min(limit, TraceQuery.greatestLimit))
        time = "\(alias).start_time"
        row = "\(alias).id"
    }

    /// The table with its alias.
    var table: String { "\(name) AS \(alias)" }

    /// Takes the lead if nobody has it; returns what to write before the column.
    mutating func lead() -> String {
        defer { hasLeader = true }
        return hasLeader ? "+" : ""
    }

    mutating func require(_ condition: String, _ values: any Bindable...) {
        conditions.append(condition)
        self.values += values
    }

    /// That a column is the number of a text in a table of texts.
    mutating func require(_ column: String, is text: String?, in texts: String) {
        guard let text else { return }
        require("\(lead())\(alias).\(column) = (SELECT id FROM \(texts) WHERE text = ?)", text)
    }

    /// That a column is the number of a label, by an index of each group of rows.
    mutating func require(_ column: String, isLabel text: String?) {
        isByGroup = isByGroup || text != nil && !hasLeader
        require(column, is: text, in: "label")
    }

    /// Has chunks of rows lead, if nothing does yet and no index has the list of just these conditions in its order.
    mutating func lead(by facets: [FacetCondition]) {
        guard !hasLeader, facets.count > 1 || facets.first?.hasList(in: name) == false else { return }
        hasLeader = true
        self.facets = facets
    }

    mutating func require(since: Int64?, until: Int64?) {
        if let since {
            earliest = since
            require("\(time) >= ?", since)
        }
        if let until {
            latest = until == .min ? until : until - 1
            require("\(time) < ?", until)
        }
    }

    /// The number is written into the text, so that SQLite sees that an index fits. Most are ok, so
    /// that leads to nothing.
    mutating func require(status: SpanStatus?) {
        guard let status else { return }
        if status != .ok, !hasLeader {
            _ = lead()
            require("\(alias).status <> \(SpanStatus.ok.code)")
            require("\(alias).status = \(status.code)")
        } else {
            require("+\(alias).status = \(status.code)")
        }
    }

    /// That a number lies within bounds.
    mutating func require(_ value: String, within bounds: ListFilter.Bounds<Int64>) {
        if let least = bounds.least { require("\(value) >= ?", least) }
        if let most = bounds.most { require("\(value) <= ?", most) }
    }

    /// That a span is of an operation, or that one of a trace's spans is.
    mutating func require(operation: Meaning.Operation?) {
        guard let operation else { return }
        require(alias == "s" ? "\(lead())s.operation = \(operation.code)" : "t.operations >> \(operation.code) & 1")
    }

    mutating func goOn(from text: String?) throws(StoreError) {
        guard let text else { return }
        guard let place = Cursor(text) else { throw .invalidCursor }
        cursor = place
        latest = min(latest, place.time)
        require("(\(time), \(row)) < (?, ?)", place.time, place.row)
    }

    /// Notes where a list goes on that has an order of its own.
    mutating func begin(at text: String?) throws(StoreError) {
        guard let text else { return }
        guard let place = Cursor(text) else { throw .invalidCursor }
        cursor = place
    }

    /// Where the list goes on; `nil` at its beginning.
    var place: Cursor? { cursor }

    /// Runs it; `body` gets each row, of which the last two columns are the time and the row.
    ///
    /// - Parameter joins: tables that the columns need, joined to the list's own.
    func page<Element: Sendable>(
        select columns: String, columnCount: Int, joins: String = "", _ connection: Connection,
        body: (Row) throws(SQLiteError) -> Element?
    ) throws(SQLiteError) -> Page<Element> {
        if let places = try placesInParts(connection) {
            let read = try connection.statement("SELECT \(columns) FROM \(table) \(joins) WHERE \(row) = ?")
            return page(
                try places.map { place throws(SQLiteError) in
                    (element: try read.first(place.row, body: body) ?? nil, place: place)
                })
        }
        let tables = leadingTable.map { "\($0) CROSS JOIN \(table) ON \(alias).id = \(row)" } ?? table
        let sql = """
            SELECT \(columns), \(time), \(row) FROM \(tables) \(joins) \(condition) \
            ORDER BY \(time) DESC, \(row) DESC LIMIT ?
            """
        // One more than asked for tells whether there is a next part.
        let found = try connection.statement(sql).all(binding: values + [limit + 1]) {
            row throws(SQLiteError) in
            (
                element: try body(row),
                place: Cursor(time: row.int64(columnCount), row: row.int64(columnCount + 1))
            )
        }
        return page(found)
    }

    /// Where a page's rows and the one after them are, newest first; `nil` if one index has the whole list in its order.
    private func placesInParts(_ connection: Connection) throws(SQLiteError) -> [Cursor]? {
        if !facets.isEmpty { return try places(with: facets, connection) }
        return isByGroup ? try placesByGroup(connection) : nil
    }

    var condition: String {
        conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
    }

    /// The condition behind another one, whose values come first.
    func condition(behind first: String) -> String { "WHERE \(([first] + conditions).joined(separator: " AND "))" }

    func page<Element: Sendable>(
        _ found: [(element: Element?, place: Cursor)]
    ) -> Page<Element> {
        let shown = found.prefix(limit)
        return Page(
            elements: shown.compactMap(\.element),
            nextCursor: found.count > limit ? shown.last?.place.text : nil)
    }
}
