/// Reads the fields of a time from left to right. Which fields there must be is for its users to
/// say: the API is strict, a form is not.
package struct TimeReader {
    private var rest: Substring.UTF8View

    package init(_ text: Substring.UTF8View) {
        rest = text
    }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Exactly so many digits.
    package mutating func number(digits count: Int) -> Int? {
        let field = rest.prefix(count)
        guard field.count == count, field.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return field.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `05:16`, as minutes.
    package mutating func hoursAndMinutes() -> Int? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2),
            minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// A minute's second; 60 is a leap second.
    package mutating func second() -> Int? {
        guard let second = number(digits: 2), second <= 60 else { return nil }
        return second
    }

    /// Nanoseconds of `.` and up to nine digits; 0 if there is no `.`.
    package mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        let count = rest.prefix(while: Self.isDigit).count
        guard (1...9).contains(count), var value = number(digits: count) else { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    /// Seconds east of Greenwich: `Z`, `z` or `+05:30`.
    package mutating func zoneOffset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let minutes = hoursAndMinutes() else { return nil }
        return minutes * 60 * (isWest ? -1 : 1)
    }

    package static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
