// Texts that come in pieces.
extension SecretFinder {
    /// The longest secret that is looked for across the end of a piece, but for private keys.
    private static var longestToken: Int { 4096 }
    private static var longestKey: Int { 16 * 1024 }

    /// Where something begins that may be a secret, or the beginning of one, and goes on behind the end of the text; the
    /// text's count where nothing does.
    func openEnd(in text: UnsafeRawBufferPointer) -> Int {
        if let start = unsafe Self.last("-----BEGIN ", in: text, within: Self.longestKey),
            unsafe !Self.contains("-----END", in: text, from: start)
        { return start }
        // Safe, as below: indices are at least 0 and below the count.
        let reach = max(0, text.count &- Self.longestToken)
        var start = text.count
        while start > reach, unsafe Self.isPartOfToken(text[start &- 1]) { start &-= 1 }
        if start == reach, reach > 0 { return text.count }
        if let header = unsafe Self.openHeader(in: text, from: reach) { return header }
        if start >= 7, unsafe SecretShapes.begins("earer ", text, at: start &- 6) { return start &- 7 }
        guard start > 0, unsafe text[start &- 1] == UInt8(ascii: "\\") else {
            return unsafe mayBeginIn(text, from: start) ? start : text.count
        }
        // Behind a backslash, which belongs to it: an escape of JSON's, whole or not.
        return text.count &- start < 5 || (unsafe mayBeginIn(text, from: start)) ? start &- 1 : text.count
    }

    /// Where `Authorization:` begins that no end of a line follows.
    private static func openHeader(in text: UnsafeRawBufferPointer, from reach: Int) -> Int? {
        var start = text.count
        while start > reach, unsafe !isLineEnd(text[start &- 1]) { start &-= 1 }
        for index in start..<text.count where unsafe SecretShapes.begins("Authorization:", text, at: index) { return index }
        return nil
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    /// Whether a secret may begin at some word of a text's end.
    private func mayBeginIn(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var isInWord = false
        // Behind an escape a word begins.
        let escaped = unsafe start &+ Self.escapeLength(in: text, at: start)
        for index in start..<text.count {
            // Safe, as below: the index is below the count.
            let byte = unsafe text[index]
            if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-") && !isInWord { return true }
            let isWord = Self.isWord(byte)
            if isWord, !isInWord || index == escaped {
                if index &+ 1 == text.count { return true }
                if unsafe mayBegin(byte, text[index &+ 1]) { return true }
            }
            isInWord = isWord
        }
        return false
    }

    /// Whether a byte may be within a secret that is one word, or an address with a password.
    private static func isPartOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            false
        default: true
        }
    }

    /// Where a text has a word last, in so many bytes before its end.
    private static func last(_ word: StaticString, in text: UnsafeRawBufferPointer, within length: Int) -> Int? {
        var index = text.count &- word.utf8CodeUnitCount
        let reach = max(0, text.count &- length)
        while index >= reach {
            if unsafe SecretShapes.begins(word, text, at: index) { return index }
            index &-= 1
        }
        return nil
    }

    private static func contains(_ word: StaticString, in text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in start..<text.count where unsafe SecretShapes.begins(word, text, at: index) { return true }
        return false
    }
}
