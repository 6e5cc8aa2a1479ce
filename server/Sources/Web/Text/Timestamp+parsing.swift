import Model

extension Timestamp {
    /// Nanoseconds since 1970 of a time as a form or a link gives it: RFC 3339, the same without
    /// seconds or zone (which is then UTC), a date alone, or nanoseconds since 1970.
    package static func nanoseconds(parsing text: String) -> Int64? {
        let text = text.utf8.drop { $0 == UInt8(ascii: " ") }
        if text.count > 10, text.allSatisfy(TimeReader.isDigit) { return Int64(String(Substring(text))) }
        var reader = TimeReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.take("-"),
            let day = reader.number(digits: 2), (1...31).contains(day)
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
