/// Times as the API writes and reads them.
package enum RFC3339 {
    private static let nanosecondsPerSecond: Int64 = 1_000_000_000
    private static let secondsPerDay: Int64 = 86_400

    /// Such as `2026-11-21T05:16:58.123456789Z`: always UTC, always nine digits, so that texts
    /// sort as times do.
    package static func text(_ nanoseconds: Int64) -> String {
        let (seconds, fraction) = floored(nanoseconds, by: nanosecondsPerSecond)
        let (days, second) = floored(seconds, by: secondsPerDay)
        let (year, month, day) = date(daysSince1970: days)
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))T"
            + "\(digits(second / 3600, 2)):\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2))"
            + ".\(digits(fraction, 9))Z"
    }

    /// Nanoseconds since 1970 from an RFC 3339 time, or from digits alone, which are nanoseconds
    /// since 1970 already; `nil` for anything else and for what no 64 bits hold.
    package static func nanoseconds(_ text: String) -> Int64? {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int64(text) }
        var reader = FieldReader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
            reader.skip("-"), let day = reader.number(2), reader.skip("T") || reader.skip("t"),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2),
            reader.skip(":"), let second = reader.number(2),
            (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24,
            minute < 60, second <= 60, let fraction = reader.fraction(),
            let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let days = days(year: year, month: month, day: day)
        let seconds = days * secondsPerDay + hour * 3600 + minute * 60 + second - offset
        let (product, isTooFar) = seconds.multipliedReportingOverflow(by: nanosecondsPerSecond)
        let (sum, isTooMuch) = product.addingReportingOverflow(fraction)
        return isTooFar || isTooMuch ? nil : sum
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The Gregorian calendar repeats after this many days, which are 400 years.
    private static let daysPerEra: Int64 = 146_097

    private static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func daysIn(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days before a year, counted from the year 0.
    private static func daysBefore(_ year: Int64) -> Int64 {
        guard year > 0 else { return 0 }
        let last = year - 1
        // The year 0 is a leap year.
        return 366 + last * 365 + last / 4 - last / 100 + last / 400
    }

    private static let epoch = daysBefore(1970)

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        var days = daysBefore(year) + day - 1 - epoch
        for earlier in 1..<12 where Int64(earlier) < month { days += daysIn(Int64(earlier), of: year) }
        return days
    }

    private static func date(daysSince1970 days: Int64) -> (Int64, Int64, Int64) {
        // 64 bits of nanoseconds reach from 1677 to 2262: all years are positive.
        let days = days + epoch
        var year = days * 400 / daysPerEra
        while daysBefore(year + 1) <= days { year += 1 }
        while daysBefore(year) > days { year -= 1 }
        var day = days - daysBefore(year)
        var month: Int64 = 1
        while day >= daysIn(month, of: year) {
            day -= daysIn(month, of: year)
            month += 1
        }
        return (year, month, day + 1)
    }
}

/// Reads the fields of a time from left to right.
private struct FieldReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly so many digits.
    mutating func number(_ count: Int) -> Int64? {
        let field = rest.prefix(count)
        guard field.count == count, field.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        rest.removeFirst(count)
        return field.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Nanoseconds of `.` and digits; 0 if there is no `.`.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        let count = rest.prefix { (0x30...0x39).contains($0) }.count
        guard (1...9).contains(count), var value = number(count) else { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    /// Seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hour = number(2), skip(":"), let minute = number(2),
            hour < 24, minute < 60
        else { return nil }
        return (hour * 3600 + minute * 60) * (isWest ? -1 : 1)
    }
}
