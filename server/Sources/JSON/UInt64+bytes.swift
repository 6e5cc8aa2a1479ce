/// Eight bytes at a time, as texts are looked through.
extension UInt64 {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The highest bit of each byte that JSON escapes: quotes, backslashes and control characters. Behind the
    /// first of them (the lowest) it may name others, too.
    var specialBytes: UInt64 {
        let quotes = self ^ Self.ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = self ^ Self.ones &* UInt64(UInt8(ascii: "\\"))
        let controls = (self &- Self.ones &* 0x20) & ~self
        return (controls | ((quotes &- Self.ones) & ~quotes) | ((backslashes &- Self.ones) & ~backslashes))
            & Self.highBits
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The eight bytes from a place on, the first of them the lowest; `nil` if there are fewer.
    func word(at position: Int) -> UInt64? {
        guard position + 8 <= count, let baseAddress else { return nil }
        // Safe: there are eight bytes, and they need not be aligned.
        let word = UnsafeRawPointer(baseAddress + position).loadUnaligned(as: UInt64.self)
        return UInt64(littleEndian: word)
    }
}
