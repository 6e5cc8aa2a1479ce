extension String {
    /// Gives its bytes in UTF-8 to `body`.
    ///
    /// `withUTF8` wants a variable, and what is copied into one is counted.
    @inlinable @inline(__always)
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var text = self
        return text.withUTF8(body)
    }

    /// The text that these bytes are in UTF-8; `nil` if they are not.
    @inlinable
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var seen: UInt8 = 0
        for byte in bytes { seen |= byte }
        // Nearly all texts are ASCII, and those need not be looked at once more.
        guard seen >= 0x80 else {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        self.init(validating: bytes, as: UTF8.self)
    }
}
