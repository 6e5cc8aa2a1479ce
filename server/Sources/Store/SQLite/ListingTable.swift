import SQLite

/// A pair of tables under which spans and their traces are found: by model, or by tag.
///
/// A trace is listed under its own start time, once for all of its spans.
struct ListingTable {
    private let connection: Connection
    private let insertSpan: String
    private let insertTrace: String
    private let deleteSpan: String
    private let deleteTrace: String

    static func models(_ connection: Connection) -> ListingTable {
        ListingTable(
            connection, entry: "model", isStillThere: "(model = ?2 OR requested_model = ?2)")
    }

    static func tags(_ connection: Connection) -> ListingTable {
        ListingTable(
            connection, entry: "tag", isStillThere: "' ' || tags || ' ' LIKE '% ' || ?2 || ' %'")
    }

    private init(_ connection: Connection, entry: String, isStillThere: String) {
        self.connection = connection
        insertSpan = "INSERT OR REPLACE INTO span_\(entry) (\(entry), start_time, span) VALUES (?, ?, ?)"
        insertTrace = """
            INSERT INTO trace_\(entry) (trace, \(entry), start_time, is_shown) VALUES (?, ?, ?, ?) \
            ON CONFLICT (trace, \(entry)) DO UPDATE SET is_shown = max(is_shown, excluded.is_shown)
            """
        deleteSpan = "DELETE FROM span_\(entry) WHERE \(entry) = ? AND start_time = ? AND span = ?"
        deleteTrace = """
            DELETE FROM trace_\(entry) WHERE trace = ?1 AND \(entry) = ?2 AND NOT EXISTS (\
            SELECT 1 FROM span WHERE trace = ?1 AND id <> ?3 AND \(isStillThere))
            """
    }

    func add(span: Int64, at time: Int64, under entry: Int64) throws(SQLiteError) {
        try connection.statement(insertSpan).run { values in
            values.add(entry)
            values.add(time)
            values.add(span)
        }
    }

    func add(
        trace: Int64, at time: Int64, under entry: Int64, isShown: Bool
    ) throws(SQLiteError) {
        try connection.statement(insertTrace).run { values in
            values.add(trace)
            values.add(entry)
            values.add(time)
            values.add(isShown)
        }
    }

    /// Takes a span out, and its trace if none of its other spans is listed there.
    func remove(span: Int64, of trace: Int64, at time: Int64, under entry: Int64) throws(SQLiteError) {
        try connection.statement(deleteSpan).run(entry, time, span)
        try connection.statement(deleteTrace).run(trace, entry, span)
    }
}
