/// What a byte of a text means to whoever looks for secrets.
enum ByteKind {
    /// What no secret has in its first letters: spaces, control characters, quotation marks, commas.
    case separator
    /// The same, and an escape may follow.
    case backslash
    case other
    case hyphen
    case colon
    /// Part of a word: a letter, a digit or `_`.
    case word
    /// The same, and some secret's first letter.
    case beginning

    @inline(__always)
    init(of byte: UInt8) {
        switch Self.mark(of: byte) {
        case UInt8(ascii: "w"): self = .word
        case UInt8(ascii: "b"): self = .beginning
        case UInt8(ascii: "1"): self = .backslash
        case UInt8(ascii: "2"): self = .other
        case UInt8(ascii: "3"): self = .hyphen
        case UInt8(ascii: "4"): self = .colon
        default: self = .separator
        }
    }

    @inline(__always)
    static func isWord(_ byte: UInt8) -> Bool { mark(of: byte) >= UInt8(ascii: "b") }

    @inline(__always)
    static func isSeparator(_ byte: UInt8) -> Bool { mark(of: byte) <= UInt8(ascii: "1") }

    /// A letter or a digit for each byte, sixteen in a row: a static string is a table without an initialiser.
    private static var marks: StaticString {
        """
        0000000000000000\
        0000000000000000\
        0202222022220322\
        bbbbbbbbbb422222\
        2bbwwwwwwwwwwwww\
        wwwbwwwwwww2122w\
        2wbwbbwbbwwwbwbw\
        bwbbwwwbbbw22222\
        2222222222222222\
        2222222222222222\
        2222222222222222\
        2222222222222222\
        2222222222222222\
        2222222222222222\
        2222222222222222\
        2222222222222222
        """
    }

    @inline(__always)
    private static func mark(of byte: UInt8) -> UInt8 {
        // Safe: the table has 256 bytes.
        unsafe marks.utf8Start[Int(byte)]
    }
}
