/// The 64-bit id of one span; never zero.
public struct SpanID: Hashable, Sendable {
    public let value: UInt64

    /// `nil` for zero, which stands for "no span" everywhere.
    public init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// Parses 16 hexadecimal digits of either case; `nil` for anything else, and for zero.
    public init?(hex text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 16, let value = UInt64(hexDigits: digits[...]) else { return nil }
        self.init(value)
    }

    /// 16 lower-case hexadecimal digits.
    public var hex: String { value.hexDigits }
}

extension SpanID: CustomStringConvertible {
    public var description: String { hex }
}
