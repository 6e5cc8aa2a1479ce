import Model
import SQLite
import Synchronization

/// In which groups of rows a trace may be: a filter of ids for each group, in memory.
///
/// The index of the traces' ids begins with the group too, since ids are random: in an index of all of them, each new one has a place of its
/// own. But whether a trace is new has to be asked of all groups, for every trace that comes. These filters say so for nearly all of them without
/// a look into the index.
///
/// The filter of a group that is full is kept in the database. They are read when they are needed first, and again when another process has
/// changed the database.
final class TraceFilters: Sendable {
    private struct State {
        /// Those of the groups, in the order of their numbers.
        var filters: [(group: Int64, filter: IDFilter)] = []
        /// Of which state of the database, as far as others change it; `nil` while nothing was read.
        var version: Int?
    }

    private let state = Mutex(State())

    /// Sees to it that the filters have all that the database has. To be called in each transaction, before the others.
    func update(_ connection: Connection) throws(SQLiteError) {
        let version = try connection.statement("PRAGMA data_version").first { $0.int(0) }
        guard state.withLock({ $0.version != version }) else { return }
        let kept = try connection.statement(
            "SELECT g.number, f.bits FROM trace_group AS g LEFT JOIN trace_filter AS f ON f.number = g.number ORDER BY g.number"
        ).all { (group: $0.int64(0), filter: $0.isNull(1) ? nil : IDFilter($0.bytes(1))) }
        var filters: [(group: Int64, filter: IDFilter)] = []
        for (group, filter) in kept {
            if let filter {
                filters.append((group, filter))
            } else {
                filters.append((group, try make(group, connection)))
                // The last one still gets rows.
                if group != kept.last?.group { try keep(filters[filters.count - 1].filter, of: group, connection) }
            }
        }
        let read = State(filters: filters, version: version)
        state.withLock { $0 = read }
    }

    /// The groups that may have a trace, those of the latest rows first.
    func groups(thatMayHave id: TraceID) -> [Int64] {
        let places = IDFilter.Places(id)
        return state.withLock { state in
            var found: [Int64] = []
            for (group, filter) in state.filters.reversed() where filter.mayContain(places) { found.append(group) }
            return found
        }
    }

    /// Notes that a trace gets that row; where the transaction fails, nothing is lost but a look into the index.
    func insert(_ id: TraceID, row: Int64) {
        let group = RowGroups.number(ofTrace: row)
        let places = IDFilter.Places(id)
        state.withLock { state in
            // Nearly always the last one.
            if let place = state.filters.lastIndex(where: { $0.group == group }) { return state.filters[place].filter.insert(places) }
            var filter = IDFilter()
            filter.insert(places)
            let place = state.filters.firstIndex { $0.group > group } ?? state.filters.endIndex
            state.filters.insert((group, filter), at: place)
        }
    }

    /// Keeps the filters of groups that rows were added to and that are full; of others, what was kept holds no longer.
    ///
    /// - Parameter rows: of the new traces.
    func keep(_ rows: Range<Int64>, _ connection: Connection) throws(SQLiteError) {
        guard !rows.isEmpty else { return }
        for group in RowGroups.number(ofTrace: rows.lowerBound)...RowGroups.number(ofTrace: rows.upperBound) {
            let isFull = group < RowGroups.number(ofTrace: rows.upperBound)
            let filter = state.withLock { state in state.filters.last { $0.group == group }?.filter }
            if isFull, let filter {
                try keep(filter, of: group, connection)
            } else {
                try connection.statement("DELETE FROM trace_filter WHERE number = ?").run(group)
            }
        }
    }

    /// Groups have lost their last rows.
    func forgetGroups(_ connection: Connection) throws(SQLiteError) {
        try connection.statement("DELETE FROM trace_filter WHERE number NOT IN (SELECT number FROM trace_group)").run()
        // Not taken out here: the transaction may fail. The next one reads what there is.
        state.withLock { $0.version = nil }
    }

    private func keep(_ filter: IDFilter, of group: Int64, _ connection: Connection) throws(SQLiteError) {
        try connection.statement("INSERT OR REPLACE INTO trace_filter VALUES (?, ?)").run(group, filter.bytes)
    }

    private func make(_ group: Int64, _ connection: Connection) throws(SQLiteError) -> IDFilter {
        var filter = IDFilter()
        try connection.statement(
            "SELECT trace_high, trace_low FROM trace INDEXED BY trace_by_id WHERE \(RowGroups.number("id", of: "trace")) = ?"
        ).forEach(group) { row in
            filter.insert(IDFilter.Places(TraceID(high: UInt64(bitPattern: row.int64(0)), low: UInt64(bitPattern: row.int64(1)))))
            return true
        }
        return filter
    }
}
