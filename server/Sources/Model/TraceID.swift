/// The 128-bit id that all spans of one trace share, as in W3C Trace Context.
public struct TraceID: Hashable, Sendable {
    /// The first eight bytes, most significant first.
    public let high: UInt64
    /// The last eight bytes, most significant first.
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Parses 32 hexadecimal digits of either case; `nil` for anything else, and for all zeros,
    /// which W3C Trace Context calls invalid.
    public init?(hex text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 32,
            let high = UInt64(hexDigits: digits[0..<16]),
            let low = UInt64(hexDigits: digits[16..<32]),
            high != 0 || low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var hex: String { high.hexDigits + low.hexDigits }
}

extension TraceID: CustomStringConvertible {
    public var description: String { hex }
}
