extension Timestamp {
    /// Nanoseconds since 1970 of a time as a request, a form or a link gives it: RFC 3339, the same without seconds or
    /// zone (which is then UTC), a date alone (its midnight in UTC), or nanoseconds since 1970 as digits. `nil` for
    /// anything else, for days that no calendar has, and for what no 64 bits hold.
    package static func nanoseconds(parsing text: String) -> Int64? {
        let text = text.utf8.drop { $0 == UInt8(ascii: " ") }
        if !text.isEmpty, text.allSatisfy(TimeReader.isDigit) { return Int64(String(Substring(text))) }
        var reader = TimeReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), reader.take("-"),
            let day = reader.number(digits: 2), isDate(year: year, month: month, day: day)
        else { return nil }
        var seconds = days(year: year, month: month, day: day) * 86_400
        var fraction = 0
        if reader.take("T") || reader.take("t") || reader.take(" ") {
            guard let minutes = reader.hoursAndMinutes() else { return nil }
            seconds += minutes * 60
            if reader.take(":") {
                guard let second = reader.second(), let found = reader.fraction() else { return nil }
                (seconds, fraction) = (seconds + second, found)
            }
            if !reader.isAtEnd {
                guard let offset = reader.zoneOffset() else { return nil }
                seconds -= offset
            }
        }
        guard reader.isAtEnd else { return nil }
        return nanoseconds(seconds: seconds, fraction: fraction)
    }
}
