import Model

/// Times as SDKs write them into attributes.
enum ISOTime {
    /// Nanoseconds since 1970 of a time such as `2026-11-21T05:16:58.123456+00:00`; without an
    /// offset it is taken for UTC. `nil` for anything else.
    static func nanoseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == dash, bytes[7] == dash, bytes[13] == colon,
            bytes[16] == colon, let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            (1970...2261).contains(year), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        guard let fraction = fraction(&rest), let offset = offset(rest) else { return nil }
        let days = Int64(Timestamp.days(year: Int(year), month: Int(month), day: Int(day)))
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        return seconds * 1_000_000_000 + fraction
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(1 + digits.count)
        guard (1...9).contains(digits.count), var value = number(digits) else { return nil }
        for _ in digits.count..<9 { value *= 10 }
        return value
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        if text.isEmpty || text.elementsEqual("Z".utf8) { return 0 }
        let digits = Array(text.dropFirst().filter { $0 != colon })
        guard let sign = text.first, sign == dash || sign == UInt8(ascii: "+"), digits.count == 4,
            let hours = number(digits[0..<2]), let minutes = number(digits[2..<4]),
            hours < 24, minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == dash ? -1 : 1)
    }
}
