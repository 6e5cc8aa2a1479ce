import Model

/// Times as the API writes and reads them.
package enum RFC3339 {
    /// Such as `2026-11-21T05:16:58.123456789Z`: always UTC, always nine digits, so that texts
    /// sort as times do.
    package static func text(_ nanoseconds: Int64) -> String {
        Timestamp(nanoseconds: nanoseconds).rfc3339
    }

    /// Nanoseconds since 1970 from an RFC 3339 time, or from digits alone, which are nanoseconds
    /// since 1970 already; `nil` for anything else and for what no 64 bits hold.
    package static func nanoseconds(_ text: String) -> Int64? {
        if !text.isEmpty, text.utf8.allSatisfy(TimeReader.isDigit) { return Int64(text) }
        var reader = TimeReader(Substring(text).utf8)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), reader.take("-"),
            let day = reader.number(digits: 2), Timestamp.isDate(year: year, month: month, day: day),
            reader.take("T") || reader.take("t"), let minutes = reader.hoursAndMinutes(),
            reader.take(":"), let second = reader.second(), let fraction = reader.fraction(),
            let offset = reader.zoneOffset(), reader.isAtEnd
        else { return nil }
        let days = Timestamp.days(year: year, month: month, day: day)
        return Timestamp.nanoseconds(seconds: days * 86_400 + minutes * 60 + second - offset, fraction: fraction)
    }
}
