/// A moment in UTC, taken apart for people.
package struct Timestamp {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let nanosecond: Int

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

    /// Counts years from March, so that a leap day is the last of its year, in cycles of 400.
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

    /// Days from 1970 to that date, which need not be a valid one.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `2026-11-21`.
    var dateText: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// `05:16:58`.
    var clockText: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }

    /// `2026-11-21 05:16:58.123`.
    package var text: String { "\(dateText) \(clockText).\(padded(nanosecond / 1_000_000, 3))" }

    /// As RFC 3339, to the nanosecond.
    package var rfc3339: String { "\(dateText)T\(clockText).\(padded(nanosecond, 9))Z" }

    /// As a form's field for date and time has it: `2026-11-21T05:16`, with
    /// seconds if there are any.
    package var fieldText: String { "\(dateText)T\(second == 0 ? String(clockText.prefix(5)) : clockText)" }
}

/// A number with zeros before it.
private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
