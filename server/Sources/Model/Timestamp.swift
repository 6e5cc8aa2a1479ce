/// A moment in UTC, taken apart into the fields of the Gregorian calendar.
package struct Timestamp: Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let nanosecond: Int

    private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

    /// From nanoseconds since 1970, of whatever size.
    package init(nanoseconds: Int64) {
        var days = nanoseconds / Self.nanosecondsPerDay
        var rest = nanoseconds % Self.nanosecondsPerDay
        if rest < 0 {
            rest += Self.nanosecondsPerDay
            days -= 1
        }
        (year, month, day) = Self.date(daysSince1970: Int(days))
        nanosecond = Int(rest % 1_000_000_000)
        let seconds = Int(rest / 1_000_000_000)
        (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// As RFC 3339, such as `2026-11-21T05:16:58.123456789Z`: always UTC, always nine digits, so
    /// that texts sort as times do.
    package var rfc3339: String { "\(dateText)T\(clockText).\(Self.padded(nanosecond, 9))Z" }

    /// `2026-11-21`.
    package var dateText: String {
        "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// `05:16:58`.
    package var clockText: String {
        "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
    }

    /// A number with zeros before it.
    package static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Timestamp {
    /// Days from 1970 to that date, which need not be a valid one.
    ///
    /// Counts years from March, so that a leap day is the last of its year, in cycles of 400.
    package static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Whether the calendar has that day.
    package static func isDate(year: Int, month: Int, day: Int) -> Bool {
        (1...12).contains(month) && (1...31).contains(day)
            && date(daysSince1970: days(year: year, month: month, day: day)) == (year, month, day)
    }

    /// Nanoseconds since 1970; `nil` for what no 64 bits hold.
    package static func nanoseconds(seconds: Int, fraction: Int) -> Int64? {
        let (product, isTooFar) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooMuch) = product.addingReportingOverflow(Int64(fraction))
        return isTooFar || isTooMuch ? nil : sum
    }

    private static func date(daysSince1970 days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }
}
