/// Writes the few messages that are answered, field by field.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// A number; 0 is what is not written.
    mutating func add(_ field: UInt8, _ number: UInt64) {
        guard number != 0 else { return }
        bytes.append(field << 3)
        add(varint: number)
    }

    /// A text; an empty one is what is not written.
    mutating func add(_ field: UInt8, _ text: String) {
        add(field, Array(text.utf8))
    }

    /// A message or a text, as its bytes; an empty one is not written.
    mutating func add(_ field: UInt8, _ content: [UInt8]) {
        guard !content.isEmpty else { return }
        bytes.append(field << 3 | 2)
        add(varint: UInt64(content.count))
        bytes += content
    }

    private mutating func add(varint value: UInt64) {
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}
