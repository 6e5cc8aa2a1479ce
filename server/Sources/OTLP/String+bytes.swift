extension String {
    /// The text that these bytes are in UTF-8; `nil` if they are not.
    init?(utf8 bytes: MessageReader.Bytes) {
        let bytes = UnsafeBufferPointer(rebasing: bytes)
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
