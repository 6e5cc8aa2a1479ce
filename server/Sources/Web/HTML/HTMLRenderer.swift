/// Writes a page as bytes, and is the only place where text and markup meet.
struct HTMLRenderer {
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func render(_ html: HTML) {
        switch html {
        case .text(let text): writeEscaped(text)
        case .group(let parts): for part in parts { render(part) }
        case .element(let tag, let attributes, let content):
            writeStart(of: tag, attributes)
            guard !tag.isVoid else { return }
            for part in content { render(part) }
            write("</")
            write(tag.name)
            write(">")
        }
    }

    mutating func write(_ markup: StaticString) {
        // Safe: the literals of this module are pointers to UTF-8 that live as long as the program.
        bytes += UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount)
    }

    private mutating func writeStart(of tag: Tag, _ attributes: [Attribute]) {
        write("<")
        write(tag.name)
        for attribute in attributes {
            write(" ")
            write(attribute.name)
            guard let value = attribute.value else { continue }
            write("=\"")
            writeEscaped(value)
            write("\"")
        }
        write(">")
    }

    /// Escapes for content and for attributes alike.
    ///
    /// Control characters, which HTML does not allow, are shown by their pictures. So are, by
    /// their numbers, those that change the direction of what follows: left open they would turn
    /// around even what is behind the element that isolates them.
    private mutating func writeEscaped(_ text: String) {
        var bidirectional: [UInt8] = []
        for byte in text.utf8 {
            if !bidirectional.isEmpty || byte == 0xE2 {
                continueBidirectional(&bidirectional, with: byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "&"): write("&amp;")
            case UInt8(ascii: "<"): write("&lt;")
            case UInt8(ascii: ">"): write("&gt;")
            case UInt8(ascii: "\""): write("&quot;")
            case UInt8(ascii: "'"): write("&#39;")
            case UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): bytes.append(byte)
            // U+2400 and on: E2 90 80.
            case 0..<0x20: bytes += [0xE2, 0x90, 0x80 + byte]
            case 0x7F: bytes += [0xE2, 0x90, 0xA1]
            default: bytes.append(byte)
            }
        }
    }

    /// Collects the three bytes of a character that begins with E2, and writes it.
    private mutating func continueBidirectional(_ character: inout [UInt8], with byte: UInt8) {
        character.append(byte)
        guard character.count == 3 else { return }
        switch (character[1], character[2]) {
        case (0x80, 0xAA...0xAE): writeNumber(0x202A + Int(character[2] - 0xAA))
        case (0x81, 0xA6...0xA9): writeNumber(0x2066 + Int(character[2] - 0xA6))
        default: bytes += character
        }
        character.removeAll()
    }

    private mutating func writeNumber(_ scalar: Int) {
        bytes += "⟨U+\(String(scalar, radix: 16, uppercase: true))⟩".utf8
    }
}
