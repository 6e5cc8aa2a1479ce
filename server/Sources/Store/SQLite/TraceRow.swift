import Model
import SQLite

/// A row of the table `trace` while a transaction works on it.
///
/// It is kept up to date span by span, so that a list reads one row a trace, however many spans
/// it has.
struct TraceRow {
    var row: Int64
    var id: TraceID
    var startTime: Int64
    var endTime: Int64?
    var counts = StatusCounts()
    var operations = OperationCounts()
    var title: String
    var titleSpan: Int64
    var titleTime: Int64
    var titleIsRoot: Bool
    /// A span has given the trace its name, which may be another than the title's span.
    var isNamed = false
    var input: Excerpt?
    var output: Excerpt?
    var usage = TokenUsage()
    /// Billionths of a US dollar; `nil` if none of its spans has a cost.
    var cost: Int64?
    /// Spans that have a cost.
    var pricedSpanCount = 0
    var user: Int64?
    var session: Int64?
    /// There is no such row in the table yet.
    var isNew = true
    /// It differs from the table's.
    var isChanged = true
    /// The trace is listed under this time in other tables.
    var listedTime: Int64

    /// The beginning of a text, and the span that it comes from.
    struct Excerpt {
        var text: String
        var span: Int64
        var time: Int64
    }

    /// A trace that has this one span.
    init(row: Int64, id: TraceID, first span: SpanRow, title: String) {
        self.row = row
        self.id = id
        self.title = title
        startTime = span.startTime
        titleSpan = span.row
        titleTime = span.startTime
        titleIsRoot = span.parentID == nil && span.hasStart
        listedTime = span.startTime
    }

    var spanCount: Int { counts.total }

    var status: SpanStatus { counts.worst }

    /// Counts a span, and takes its title if it is the one that gives it, unless another one has named the trace.
    mutating func add(_ span: SpanRow, title: String) {
        counts[span.status] += 1
        note(span)
        let isRoot = span.parentID == nil && span.hasStart
        let isEarlier = span.startTime < titleTime
        if isRoot == titleIsRoot ? isEarlier : isRoot {
            if !isNamed { self.title = title }
            titleSpan = span.row
            titleTime = span.startTime
            titleIsRoot = isRoot
        }
    }

    /// Takes a span's times into account.
    mutating func note(_ span: SpanRow) {
        startTime = min(startTime, span.startTime)
        if let end = span.endTime { endTime = max(endTime ?? end, end) }
    }

    /// Counts a span under another status.
    mutating func move(from old: SpanStatus, to new: SpanStatus) {
        counts[old] -= 1
        counts[new] += 1
    }
}
