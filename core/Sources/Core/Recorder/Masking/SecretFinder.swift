/// Finds secrets in texts by their well-known shapes.
///
/// Every shape begins with so many bytes without a space, a quotation mark or the like between them; so most of a text is
/// passed over without being looked at. Where there are that many, it looks closer at each word that begins with the letters of a shape.
struct SecretFinder {
    /// Numbers of credit cards are secrets too.
    var findsCards = false

    /// Shorter texts hold no secret of these shapes.
    static var shortest: Int { 12 }

    /// So many bytes of a secret's beginning have no separator among them, but for the word `Bearer`.
    private static var shortestRun: Int { 7 }

    /// The next secret that begins before `end`: what of it is to be replaced.
    func next(in text: UnsafeRawBufferPointer, from first: Int, before end: Int) -> Range<Int>? {
        // Their digits may stand in groups.
        if findsCards { return unsafe next(in: text, within: first, end) }
        var start = first
        // What follows a secret in the same run may be shorter.
        // Safe, as below: indices are below the count, which `end` does not exceed.
        let isBehindSecret = unsafe first > 0 && first < end && !ByteKind.isSeparator(text[first &- 1])
            && !ByteKind.isSeparator(text[first])
        while let run = unsafe start == first && isBehindSecret ? first : Self.run(in: text, from: start, before: end) {
            if unsafe SecretShapes.begins("earer ", text, at: run &- 6), run &- 7 >= first, unsafe !Self.isInWord(run &- 7, text),
                let found = unsafe find(text[run &- 7], in: text, at: run &- 7)
            { return found }
            start = run
            while start < end, unsafe !ByteKind.isSeparator(text[start]) { start &+= 1 }
            // Behind a backslash there may be an escape.
            let isEscaped = unsafe run > first && text[run &- 1] == UInt8(ascii: "\\")
            if let found = unsafe next(in: text, within: isEscaped ? run &- 1 : run, start) { return found }
        }
        return nil
    }

    /// Where the next bytes begin, before `end`, that are enough for the beginning of a secret and have no separator among them.
    @inline(__always)
    private static func run(in text: UnsafeRawBufferPointer, from first: Int, before end: Int) -> Int? {
        var start = first
        // Up to here there is no separator from the start on.
        var known = first
        while start < end, text.count &- start >= shortestRun {
            var index = start &+ shortestRun
            // Backwards: behind the last separator is where it may begin.
            while index > known, unsafe !ByteKind.isSeparator(text[index &- 1]) { index &-= 1 }
            if index <= known { return start }
            known = start &+ shortestRun
            start = index
        }
        return nil
    }

    /// The same in bytes that are all looked at.
    private func next(in text: UnsafeRawBufferPointer, within first: Int, _ end: Int) -> Range<Int>? {
        var index = unsafe Self.isInWord(first, text) ? Self.wordEnd(in: text, from: first, before: end) : first
        while index < end {
            let byte = unsafe text[index]
            switch ByteKind(of: byte) {
            case .separator, .other: index &+= 1
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
