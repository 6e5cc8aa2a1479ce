extension Timestamp {
    /// Nanoseconds since 1970 of a time as a form or a link gives it: RFC 3339, the same without
    /// seconds or zone (which is then UTC), a date alone, or nanoseconds since 1970.
    package static func nanoseconds(parsing text: String) -> Int64? {
        let text = text.utf8.drop { $0 == UInt8(ascii: " ") }
        if text.count > 10, text.allSatisfy(isDigit) { return Int64(String(Substring(text))) }
        var reader = FieldReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.take("-"),
            let day = reader.number(digits: 2), (1...31).contains(day)
        else { return nil }
        var seconds = days(year: year, month: month, day: day) * 86_400
        var nanoseconds = 0
        if reader.take("T") || reader.take("t") || reader.take(" ") {
            guard let clock = reader.clock() else { return nil }
            (seconds, nanoseconds) = (seconds + clock.seconds, clock.nanoseconds)
            guard let offset = reader.zoneOffset() else { return nil }
            seconds -= offset
        }
        guard reader.isAtEnd else { return nil }
        let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(Int64(nanoseconds))
        return overflow || carry ? nil : sum
    }

    fileprivate static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// Reads the fields of a time from left to right.
private struct FieldReader {
    private var rest: Substring.UTF8View

    init(_ text: Substring.UTF8View) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(digits: Int) -> Int? {
        let field = rest.prefix(digits)
        guard field.count == digits, field.allSatisfy(Timestamp.isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return Int(String(Substring(field)))
    }

    /// `05:16`, `05:16:58` or `05:16:58.123`.
    mutating func clock() -> (seconds: Int, nanoseconds: Int)? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2),
            minute < 60
        else { return nil }
        guard take(":") else { return (hour * 3600 + minute * 60, 0) }
        // 60 is a leap second.
        guard let second = number(digits: 2), second <= 60 else { return nil }
        var nanoseconds = 0
        if take(".") {
            let digits = rest.prefix(while: Timestamp.isDigit)
            guard (1...9).contains(digits.count) else { return nil }
            for digit in digits { nanoseconds = nanoseconds * 10 + Int(digit - UInt8(ascii: "0")) }
            for _ in digits.count..<9 { nanoseconds *= 10 }
            rest = rest.dropFirst(digits.count)
        }
        return (hour * 3600 + minute * 60 + second, nanoseconds)
    }

    /// Seconds east of UTC; 0 if no zone is given.
    mutating func zoneOffset() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hour = number(digits: 2), hour < 24, take(":"),
            let minute = number(digits: 2), minute < 60
        else { return nil }
        return (hour * 3600 + minute * 60) * (isWest ? -1 : 1)
    }
}
