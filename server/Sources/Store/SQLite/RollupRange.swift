/// Rows of one width of the table `rollup`, from one second on and up to another one.
struct RollupRange: Equatable {
    var width: Int64
    var start: Int64
    /// Not of it any more.
    var end: Int64

    /// What to read for a query: wide rows for most of its time, and narrower ones where it begins and ends, so that
    /// its sums are of the minutes that it asks for and of no others.
    ///
    /// - Parameter step: seconds that each sum covers; rows that are wider than it, or that lie in two, are of no use.
    static func parts(of query: SeriesQuery, step: Int64?) -> [RollupRange] {
        let widths = RollupTable.widths.filter { width in step.map { $0 % width == 0 } ?? true }
        let narrowest = RollupTable.widths[0]
        let start = query.since.map { RollupTable.floor($0 / 1_000_000_000, to: narrowest) } ?? .min
        let end = query.until.map { next(($0 &- 1) / 1_000_000_000 + 1, multipleOf: narrowest) } ?? .max
        return parts(from: start, to: end, widths[...])
    }

    private static func parts(from start: Int64, to end: Int64, _ widths: ArraySlice<Int64>) -> [RollupRange] {
        guard start < end, let width = widths.last else { return [] }
        // Where there is no bound, there is nothing that narrower rows would leave out.
        let first = start == .min ? start : next(start, multipleOf: width)
        let last = end == .max ? end : RollupTable.floor(end, to: width)
        guard first < last else { return parts(from: start, to: end, widths.dropLast()) }
        return parts(from: start, to: first, widths.dropLast())
            + [RollupRange(width: width, start: first, end: last)]
            + parts(from: last, to: end, widths.dropLast())
    }

    private static func next(_ time: Int64, multipleOf width: Int64) -> Int64 {
        let floor = RollupTable.floor(time, to: width)
        return floor == time ? time : floor + width
    }
}
