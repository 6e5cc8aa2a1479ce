extension UnsafeBufferPointer<UInt8> {
    /// The eight bytes from a place on, the first of them the lowest; `nil` if there are fewer.
    @inlinable @inline(__always)
    public func word(at position: Int) -> UInt64? {
        guard position + 8 <= count, let baseAddress else { return nil }
        // Safe: there are eight bytes, and they need not be aligned.
        let word = UnsafeRawPointer(baseAddress + position).loadUnaligned(as: UInt64.self)
        return UInt64(littleEndian: word)
    }

    /// The same, with zeros behind the end.
    @inlinable @inline(__always)
    public func paddedWord(at position: Int) -> UInt64 {
        if let word = word(at: position) { return word }
        var word: UInt64 = 0
        for byte in self[position...].reversed() { word = word << 8 | UInt64(byte) }
        return word
    }
}
