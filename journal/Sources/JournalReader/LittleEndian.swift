/// Reads the little-endian numbers of the format out of bytes.
extension ArraySlice<UInt8> {
    /// The number at `offset` from the slice's start; 0 where the slice is too short.
    func number<Number: FixedWidthInteger & UnsignedInteger>(at offset: Int, as type: Number.Type = Number.self) -> Number {
        let size = Number.bitWidth / 8
        guard offset >= 0, offset + size <= count else { return 0 }
        var value: Number = 0
        for place in 0..<size { value |= Number(truncatingIfNeeded: self[startIndex + offset + place]) << (place * 8) }
        return value
    }

    /// Eight bytes, most significant first, as ids are stored.
    func bigEndian(at offset: Int) -> UInt64 { number(at: offset, as: UInt64.self).byteSwapped }
}
