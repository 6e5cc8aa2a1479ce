import Bytes

extension JSONParser {
    /// The string that starts here; what there is of it if it is cut.
    mutating func parseString() -> String? {
        position += 1
        let start = position
        let isASCII = skipPlainBytes()
        if peek() == UInt8(ascii: "\"") {
            let plain = UnsafeBufferPointer(rebasing: bytes[start..<position])
            let text = isASCII ? String(decoding: plain, as: UTF8.self) : decode(plain, from: start)
            position += 1
            return text
        }
        return parseEscapedString(from: start)
    }

    /// Goes on where the first escape, or something unexpected, was met.
    private mutating func parseEscapedString(from start: Int) -> String? {
        var buffer = Array(bytes[start..<position])
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                let text = decode(buffer, from: start)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                guard parseEscape(into: &buffer) else { return decode(buffer, from: start) }
            default:
                guard isLenient else { return fail(.controlCharacter) }
                buffer.append(byte)
                position += 1
            }
            let plain = position
            skipPlainBytes()
            buffer += bytes[plain..<position]
        }
        fail(.unexpectedEnd)
        return decode(Array(withoutCutCharacter(buffer[...])), from: start)
    }

    /// Goes on to a quote, a backslash, a control character or the end; returns whether all that it has
    /// passed is known to be ASCII.
    @discardableResult
    private mutating func skipPlainBytes() -> Bool {
        var seen: UInt64 = 0
        while let word = bytes.word(at: position) {
            let special = word.specialBytes
            guard special == 0 else {
                position += special.trailingZeroBitCount / 8
                return (seen | word) & UInt64.highBits == 0
            }
            seen |= word
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            seen |= UInt64(byte)
            position += 1
        }
        return seen & UInt64.highBits == 0
    }

    private mutating func decode(_ text: [UInt8], from start: Int) -> String? {
        // Safe: the array lives through the closure, and the text is a copy.
        text.withUnsafeBufferPointer { decode($0, from: start) }
    }

    private mutating func decode(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> String? {
        if let text = String(validating: text, as: UTF8.self) { return text }
        guard isLenient else { return fail(.invalidUTF8, at: start) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the character of the escape that starts here.
    private mutating func parseEscape(into buffer: inout [UInt8]) -> Bool {
        let start = position
        guard start + 1 < bytes.count else {
            fail(.unexpectedEnd)
            return false
        }
        position += 2
        switch bytes[start + 1] {
        case UInt8(ascii: "\""): buffer.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): buffer.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): buffer.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "r"): buffer.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "t"): buffer.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "u"): return parseUnicodeEscape(from: start, into: &buffer)
        default:
            fail(.invalidEscape, at: start)
            return false
        }
        return true
    }

    /// `position` is behind `\u`.
    private mutating func parseUnicodeEscape(from start: Int, into buffer: inout [UInt8]) -> Bool {
        guard let unit = parseHexadecimal() else {
            fail(bytes.count - position < 4 ? .unexpectedEnd : .invalidEscape, at: start)
            return false
        }
        var code = UInt32(unit)
        if unit & 0xFC00 == 0xD800, let low = parseLowSurrogate() {
            code = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
        }
        // A surrogate that stands alone is no scalar.
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        buffer += UTF8.encode(scalar)!
        return true
    }

    /// Takes `\uDC00` to `\uDFFF`, and nothing else.
    private mutating func parseLowSurrogate() -> UInt16? {
        let start = position
        if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let unit = parseHexadecimal(),
            unit & 0xFC00 == 0xDC00
        {
            return unit
        }
        position = start
        return nil
    }

    private mutating func parseHexadecimal() -> UInt16? {
        guard bytes.count - position >= 4 else { return nil }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }

    /// Without the first bytes of a character whose others were cut off.
    private func withoutCutCharacter(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let lead = text.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return text }
        let length =
            switch text[lead] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        return text.endIndex - lead < length ? text[..<lead] : text
    }
}
