import Model

/// A stretch of time in equal steps, whose length people read at a glance.
public struct ChartSteps: Sendable, Equatable {
    /// When the first step begins, in nanoseconds since 1970.
    public let start: Int64
    /// Seconds of each.
    public let seconds: Int64
    public let count: Int

    /// So many bars can be told apart on a narrow screen: an hour's minutes, and one more where the
    /// hour begins within a minute.
    static let limit: Int64 = 61
    private static let day: Int64 = 86_400
    /// Minutes, hours, days, weeks, four weeks and their multiples. Those of an hour or more are
    /// made of hours, and those of a day of days: the sums that are kept have these widths.
    private static let lengths: [Int64] = [
        60, 300, 900, 3_600, 10_800, 21_600, day, 7 * day, 28 * day, 364 * day, 3_640 * day,
    ]

    /// The steps that cover the time between two moments; `nil` if there is none.
    public init?(since: Int64, until: Int64) {
        guard until > since else { return nil }
        let (first, last) = (Self.floor(since, 1_000_000_000), Self.floor(until - 1, 1_000_000_000))
        let fitting = Self.lengths.first { Self.floor(last, $0) - Self.floor(first, $0) < Self.limit }
        guard let length = fitting else { return nil }
        let (step, end) = (Self.floor(first, length), Self.floor(last, length))
        let (start, isTooEarly) = (step * length).multipliedReportingOverflow(by: 1_000_000_000)
        guard !isTooEarly else { return nil }
        self.start = start
        seconds = length
        count = Int(end - step) + 1
    }

    /// Nanoseconds of each.
    public var length: Int64 { seconds * 1_000_000_000 }

    /// Where the last one ends.
    public var end: Int64 { time(of: count) }

    /// When a step begins; that behind the last one too.
    public func time(of step: Int) -> Int64 {
        let (distance, isTooFar) = Int64(step).multipliedReportingOverflow(by: length)
        let (time, isTooLate) = start.addingReportingOverflow(distance)
        return isTooFar || isTooLate ? .max : time
    }

    /// The number of the step in which a moment lies; `nil` if that is none of these.
    public func step(at time: Int64) -> Int? {
        let (distance, isTooFar) = time.subtractingReportingOverflow(start)
        guard !isTooFar, distance >= 0 else { return nil }
        let step = Int(distance / length)
        return step < count ? step : nil
    }

    /// When a step begins, in words that are as short as the steps are long.
    func label(of step: Int) -> String {
        let time = Timestamp(nanoseconds: time(of: step))
        if seconds >= Self.day { return time.dateText }
        return "\(time.dateText.dropFirst(5)) \(time.clockText.prefix(5))"
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
