import CPython

extension JSONCapture {
    /// A string, cut where the limit of the whole is reached.
    mutating func writeText(_ text: Borrowed, limit: Int = .max) {
        buffer.append(UInt8(ascii: "\""))
        writeEscaped(text, limit: limit)
        buffer.append(UInt8(ascii: "\""))
    }

    /// The text of a string, as it stands between quotation marks, without the secrets in it.
    mutating func writeEscaped(_ text: Borrowed, limit: Int) {
        if let masked = state.maskedByPatterns(text) { return writeEscapedAsIs(masked.borrow(), limit: limit) }
        writeEscapedAsIs(text, limit: limit)
    }

    private mutating func writeEscapedAsIs(_ text: Borrowed, limit: Int) {
        let room = min(limit, max(64, remaining))
        text.withUTF8 { bytes in
            if bytes.count > Self.shortData, unsafe SecretShapes.begins("data:", bytes, at: 0), unsafe writeDataAddress(bytes) { return }
            var length = bytes.count
            let isTooLong = length > room
            if isTooLong {
                length = room
                // Safe: the index stays within the bytes. A cut falls between characters.
                while length > 0, unsafe bytes[length] & 0xC0 == 0x80 { length -= 1 }
            }
            unsafe append(masking: bytes, before: length)
            if isTooLong {
                noteCut()
                buffer.append("…")
            }
        }
    }

    /// The first bytes of a text, escaped, without the secrets that begin in them.
    mutating func append(masking bytes: UnsafeRawBufferPointer, before end: Int) {
        var start = 0
        if bytes.count >= SecretFinder.shortest {
            let finder = state.secretFinder
            while start < end, let secret = unsafe finder.next(in: bytes, from: start, before: end) {
                unsafe append(escaping: UnsafeRawBufferPointer(rebasing: bytes[start..<min(end, secret.lowerBound)]))
                buffer.append("***")
                start = secret.upperBound
            }
        }
        // Safe: both are within the bytes.
        if start < end { unsafe append(escaping: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
    }

    mutating func append(escaping bytes: UnsafeRawBufferPointer) {
        var start = 0
        var index = 0
        while index < bytes.count {
            // Safe, as below: as many bytes are left.
            if bytes.count &- index >= 8 {
                let plain = unsafe Self.plainCount(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                index &+= plain
                if plain == 8 { continue }
            }
            let byte = unsafe bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                unsafe buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
                start = index &+ 1
                appendEscape(byte)
            }
            index &+= 1
        }
        unsafe buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    /// How many of eight bytes are before the first control character, quotation mark or backslash.
    @inline(__always)
    private static func plainCount(_ bytes: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let bytes = bytes.littleEndian
        let quotes = bytes ^ ones &* 0x22, backslashes = bytes ^ ones &* 0x5C
        // A byte gets its high bit by the subtraction, not having it before, where it is below what is taken from it.
        // What it borrows changes those behind it alone.
        let isControl = (bytes &- ones &* 0x20) & ~bytes
        let isQuote = (quotes &- ones) & ~quotes, isBackslash = (backslashes &- ones) & ~backslashes
        return ((isControl | isQuote | isBackslash) & (ones &* 0x80)).trailingZeroBitCount / 8
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"): buffer.append(#"\n"#)
        case UInt8(ascii: "\t"): buffer.append(#"\t"#)
        case UInt8(ascii: "\r"): buffer.append(#"\r"#)
        case UInt8(ascii: "\""): buffer.append(#"\""#)
        case UInt8(ascii: "\\"): buffer.append(#"\\"#)
        default:
            buffer.append(#"\u00"#)
            for nibble in [byte >> 4, byte & 0xF] {
                buffer.append(nibble < 10 ? nibble &+ UInt8(ascii: "0") : nibble &- 10 &+ UInt8(ascii: "a"))
            }
        }
    }

    /// An `int` of any size, in decimal.
    mutating func writeInteger(_ value: Borrowed) {
        if let small = value.integerValue { return buffer.append(decimal: small) }
        // Safe: an int's own `repr`, whatever a subclass says; a new string or null.
        guard let text = unsafe PyNumber_ToBase(value.raw, 10) else {
            // Beyond the interpreter's limit of digits.
            PythonError.clear()
            return writeCut("digits")
        }
        let digits = unsafe Owned(stealing: text)
        digits.withUTF8 { bytes in buffer.append(bytes) }
    }

    /// A `float`, with the fewest digits that read back as the same; a text where JSON has no number.
    mutating func writeFloat(_ value: Borrowed) {
        // Safe: it is a float.
        let number = unsafe PyFloat_AsDouble(value.raw)
        if number.isFinite { return writeDigits(number) }
        buffer.append("\"")
        writeKey(float: value)
        buffer.append("\"")
    }

    /// A `float` as it stands in a key, or in place of a number.
    mutating func writeKey(float value: Borrowed) {
        let number = unsafe PyFloat_AsDouble(value.raw)
        if number.isFinite { return writeDigits(number) }
        buffer.append(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }

    private mutating func writeDigits(_ number: Double) {
        // Safe: returns memory of Python's allocator, NUL-terminated, or null.
        guard let text = unsafe PyOS_double_to_string(number, CChar(UInt8(ascii: "r")), 0, Py_DTSF_ADD_DOT_0, nil) else {
            PythonError.clear()
            return buffer.append("0")
        }
        var length = 0
        while unsafe text[length] != 0 { length += 1 }
        unsafe buffer.append(UnsafeRawBufferPointer(start: text, count: length))
        unsafe PyMem_Free(text)
    }
}
