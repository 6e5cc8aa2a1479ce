import Bytes

/// Writes numbers, texts and bytes one behind the other, for ``ByteReader``.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Little-endian.
    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func add(_ text: String) {
        text.withBytes { buffer in
            add(UInt32(clamping: buffer.count))
            bytes.append(contentsOf: buffer)
        }
    }

    mutating func add(_ content: [UInt8]) {
        add(UInt32(clamping: content.count))
        bytes.append(contentsOf: content)
    }

    /// Whether there is one, and then what it is.
    mutating func add(_ text: String?) {
        add(text != nil)
        if let text { add(text) }
    }
}
