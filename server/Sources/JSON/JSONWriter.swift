import Bytes

/// Writes JSON in UTF-8.
struct JSONWriter {
    /// Spaces for each level; `nil` for one compact line.
    let indentation: Int?
    private(set) var bytes: [UInt8] = []

    init(indentation: Int?, expectedSize: Int = 0) {
        self.indentation = indentation
        bytes.reserveCapacity(expectedSize)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number): bytes += number.text.utf8
        case .string(let text): write(text)
        case .array(let elements): write(elements, level: level)
        case .object(let object): write(object, level: level)
        }
    }

    private mutating func write(_ elements: [JSONValue], level: Int) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(level: level + 1)
            write(element, level: level + 1)
        }
        if !elements.isEmpty { breakLine(level: level) }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject, level: Int) {
        bytes.append(UInt8(ascii: "{"))
        // By position: a member that is copied is counted.
        for index in object.members.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(level: level + 1)
            write(object.members[index].name)
            bytes.append(UInt8(ascii: ":"))
            if indentation != nil { bytes.append(UInt8(ascii: " ")) }
            write(object.members[index].value, level: level + 1)
        }
        if !object.isEmpty { breakLine(level: level) }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func breakLine(level: Int) {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: indentation * level)
    }

    /// Escapes what JSON demands, and nothing else. What lies between two escapes is copied whole.
    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        text.withBytes { source in
            var start = 0
            while let position = Self.nextSpecial(in: source, from: start) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<position]))
                escape(source[position])
                start = position + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The next byte that has to be escaped.
    private static func nextSpecial(in source: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        while let word = source.word(at: position) {
            let special = word.specialBytes
            if special != 0 { return position + special.trailingZeroBitCount / 8 }
            position += 8
        }
        return source[position...].firstIndex {
            $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes += "\\\"".utf8
        case UInt8(ascii: "\\"): bytes += "\\\\".utf8
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case 0x08: bytes += "\\b".utf8
        case 0x0C: bytes += "\\f".utf8
        default:
            bytes += (byte < 0x10 ? "\\u000" : "\\u00").utf8
            bytes += String(byte, radix: 16).utf8
        }
    }
}
