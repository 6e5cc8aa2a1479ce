extension String {
    /// The text that these bytes are in UTF-8; `nil` if they are not.
    init?(utf8 bytes: ArraySlice<UInt8>) {
        let text = bytes.withUnsafeBufferPointer { buffer -> String? in
            var seen: UInt8 = 0
            for byte in buffer { seen |= byte }
            // Nearly all texts are ASCII, and those need not be looked at once more.
            return seen < 0x80 ? String(decoding: buffer, as: UTF8.self) : String(validating: buffer, as: UTF8.self)
        }
        guard let text else { return nil }
        self = text
    }
}
