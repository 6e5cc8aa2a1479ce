import Model

/// The stretch of time that a waterfall shows.
struct TimeScale {
    let start: Int64
    let end: Int64

    /// From the first start to the last end, or to now where something still runs.
    init(_ spans: [Span], now: Int64) {
        start = spans.map(\.startTime).min() ?? now
        end = spans.map { $0.endTime ?? now }.max() ?? now
    }

    /// In nanoseconds; never 0.
    var length: Int64 { max(1, elapsed(from: start, to: end)) }

    /// Where a moment lies, as a percentage of the whole, such as `12.34%`.
    func percent(at time: Int64) -> String {
        let position = min(length, elapsed(from: start, to: time))
        // 128 bits: the product of a recorded time may not fit 64.
        let hundredths = Int(UInt128(position) * 10_000 / UInt128(length))
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
