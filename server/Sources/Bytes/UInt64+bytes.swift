/// Eight bytes at a time, as texts are looked through.
extension UInt64 {
    /// The highest bit of each byte, which none of ASCII has.
    @inlinable public static var highBits: UInt64 { 0x8080_8080_8080_8080 }
    /// The lowest bit of each byte.
    @inlinable public static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// The highest bit of each byte that is ASCII, and neither a letter nor a digit.
    @inlinable public var asciiGaps: UInt64 {
        let seven = self & ~Self.highBits
        let lower = seven | Self.ones &* 0x20
        // A sum reaches the highest bit from the first character of a range on; none runs over into the next byte.
        let letters = (lower + Self.ones &* (0x80 - 0x61)) & ~(lower + Self.ones &* (0x80 - 0x7B))
        let digits = (seven + Self.ones &* (0x80 - 0x30)) & ~(seven + Self.ones &* (0x80 - 0x3A))
        return ~(letters | digits | self) & Self.highBits
    }
}
