public import Journal

extension JournalID: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public var hex: String {
        [high, low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    public var description: String { hex }
}
