/// A place in a list that is sorted by time and row, newest first.
///
/// What comes before that place does not shift when newer rows arrive, as it would with a count
/// of rows to skip.
struct Cursor: Equatable {
    var time: Int64
    var row: Int64

    init(time: Int64, row: Int64) {
        self.time = time
        self.row = row
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 16 }),
            let time = UInt64(parts[0], radix: 16), let row = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(time: Int64(bitPattern: time), row: Int64(bitPattern: row))
        guard self.text == text else { return nil }
    }

    /// Opaque to callers; made of characters that a URL takes as they are.
    var text: String { Self.digits(time) + "-" + Self.digits(row) }

    private static func digits(_ value: Int64) -> String {
        let digits = String(UInt64(bitPattern: value), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
