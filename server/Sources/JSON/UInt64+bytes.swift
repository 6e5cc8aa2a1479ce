import Bytes

extension UInt64 {
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
