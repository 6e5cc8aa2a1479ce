/// Finds secrets in texts by their well-known shapes.
///
/// One pass over the text, which looks closer only where a word begins with a letter that a shape begins with.
struct SecretFinder {
    /// Numbers of credit cards are secrets too.
    var findsCards = false

    /// Shorter texts hold no secret of these shapes.
    static var shortest: Int { 12 }

    /// The next secret that begins before `end`: what of it is to be replaced.
    func next(in text: UnsafeRawBufferPointer, from first: Int, before end: Int) -> Range<Int>? {
        // Safe, as below: indices are below the count, which `end` does not exceed.
        var index = unsafe Self.isInWord(first, text) ? Self.wordEnd(in: text, from: first, before: end) : first
        while index < end {
            let byte = unsafe text[index]
            switch ByteKind(of: byte) {
            case .other: index &+= 1
            case .word: index = unsafe Self.wordEnd(in: text, from: index &+ 1, before: end)
            case .beginning:
                if let found = unsafe find(byte, in: text, at: index) { return found }
                index = unsafe Self.wordEnd(in: text, from: index &+ 1, before: end)
            case .backslash:
                index &+= 1
                let escape = unsafe Self.escapeLength(in: text, at: index)
                guard escape > 0, index < end else { continue }
                // In a text that is no JSON it is the beginning of a word.
                if let found = unsafe find(text[index], in: text, at: index) { return found }
                index &+= escape
            case .hyphen:
                if let found = unsafe Self.privateKey(in: text, at: index) { return found }
                index &+= 1
            case .colon:
                if let found = unsafe Self.password(in: text, at: index) { return found }
                index &+= 1
            }
        }
        return nil
    }

    /// Whether the byte before an index belongs to the same word.
    private static func isInWord(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        // Safe: there is a byte before.
        guard index > 0, unsafe isWord(text[index &- 1]) else { return false }
        return unsafe escapeLength(in: text, at: index &- 1) != 1
    }

    /// Where the word ends that a byte before `first` began.
    @inline(__always)
    private static func wordEnd(in text: UnsafeRawBufferPointer, from first: Int, before end: Int) -> Int {
        var index = first
        while index < end, unsafe isWord(text[index]) { index &+= 1 }
        return index
    }

    /// How many bytes at an index are the rest of an escape of JSON's, such as the `n` of a line's end: behind them a
    /// word begins, for bodies and events are looked through as they come. 0 where there is none.
    @inline(__always)
    static func escapeLength(in text: UnsafeRawBufferPointer, at index: Int) -> Int {
        // Safe: there is a byte before; four more where they are looked at.
        guard index > 0, index < text.count, unsafe text[index &- 1] == UInt8(ascii: "\\") else { return 0 }
        switch unsafe text[index] {
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"): return 1
        case UInt8(ascii: "u"):
            guard index &+ 4 < text.count else { return 0 }
            for place in 1...4 where unsafe !isHexadecimal(text[index &+ place]) { return 0 }
            return 5
        default: return 0
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 6 || byte &- UInt8(ascii: "0") < 10
    }

    /// Letters, digits and `_`.
    @inline(__always)
    static func isWord(_ byte: UInt8) -> Bool { ByteKind.isWord(byte) }

    /// A secret whose word begins at `index` with `byte`.
    @inline(__always)
    private func find(_ byte: UInt8, in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        // Safe: there is one more.
        guard index &+ 1 < text.count, unsafe mayBegin(byte, text[index &+ 1]) else { return nil }
        switch byte {
        case UInt8(ascii: "e"): return unsafe SecretShapes.webToken(in: text, at: index)
        case UInt8(ascii: "B"), UInt8(ascii: "b"): return unsafe SecretShapes.bearer(in: text, at: index)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return unsafe SecretShapes.card(in: text, at: index)
        default: return unsafe SecretShapes.token(in: text, at: index, byte)
        }
    }

    /// Whether a secret may begin with two letters, which tell nearly every word from all shapes.
    @inline(__always)
    func mayBegin(_ byte: UInt8, _ next: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "s"): next == UInt8(ascii: "k") || next == UInt8(ascii: "q")
        case UInt8(ascii: "r"): next == UInt8(ascii: "k") || next == UInt8(ascii: "8")
        case UInt8(ascii: "p"): next == UInt8(ascii: "y") || next == UInt8(ascii: "p")
        case UInt8(ascii: "g"):
            next == UInt8(ascii: "h") || next == UInt8(ascii: "i") || next == UInt8(ascii: "l") || next == UInt8(ascii: "s")
        case UInt8(ascii: "x"): next == UInt8(ascii: "o") || next == UInt8(ascii: "a")
        case UInt8(ascii: "A"):
            next == UInt8(ascii: "K") || next == UInt8(ascii: "S") || next == UInt8(ascii: "I") || next == UInt8(ascii: "u")
        case UInt8(ascii: "y"): next == UInt8(ascii: "a")
        case UInt8(ascii: "h"): next == UInt8(ascii: "f") || next == UInt8(ascii: "v")
        case UInt8(ascii: "n"): next == UInt8(ascii: "p")
        case UInt8(ascii: "S"): next == UInt8(ascii: "G")
        case UInt8(ascii: "d"): next == UInt8(ascii: "o") || next == UInt8(ascii: "a")
        case UInt8(ascii: "l"): next == UInt8(ascii: "s") || next == UInt8(ascii: "i")
        case UInt8(ascii: "w"): next == UInt8(ascii: "h")
        case UInt8(ascii: "e"): next == UInt8(ascii: "y")
        case UInt8(ascii: "B"), UInt8(ascii: "b"): next == UInt8(ascii: "e")
        case UInt8(ascii: "0")...UInt8(ascii: "9"): findsCards
        default: false
        }
    }

    /// What stands between the lines that begin and end a private key in PEM.
    private static func privateKey(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        guard unsafe SecretShapes.begins("-----BEGIN ", text, at: index) else { return nil }
        var start = index &+ 11
        // Safe, as below: indices are below the count. The label is short.
        while start < text.count, start < index &+ 60, unsafe text[start] != UInt8(ascii: "-") { start &+= 1 }
        guard start >= index &+ 22, unsafe SecretShapes.begins("PRIVATE KEY-----", text, at: start &- 11) else { return nil }
        start &+= 5
        var end = start
        while end < text.count, unsafe !SecretShapes.begins("-----END", text, at: end), unsafe text[end] != UInt8(ascii: "\"") { end &+= 1 }
        return start..<end
    }

    /// The password in `scheme://user:password@host`, or in a piece of it that begins with the colon.
    private static func password(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        guard unsafe SecretShapes.begins("://", text, at: index), index == 0 || (unsafe isWord(text[index &- 1])) else { return nil }
        var start: Int? = nil
        var end = index &+ 3
        // The user and the password are not long: a text of colons and slashes costs no more than that.
        while end < text.count, end < index &+ 512 {
            let byte = unsafe text[end]
            if byte == UInt8(ascii: ":"), start == nil { start = end &+ 1 }
            if byte == UInt8(ascii: "@") {
                guard let start, start < end else { return nil }
                return start..<end
            }
            if byte <= 0x20 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
                || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            { return nil }
            end &+= 1
        }
        return nil
    }
}
