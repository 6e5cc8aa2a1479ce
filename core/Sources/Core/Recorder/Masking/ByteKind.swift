/// What a byte of a text means to whoever looks for secrets.
enum ByteKind {
    case other
    case hyphen
    case colon
    case backslash
    /// Part of a word: a letter, a digit or `_`.
    case word
    /// The same, and some secret's first letter.
    case beginning

    @inline(__always)
    init(of byte: UInt8) {
        switch Self.mark(of: byte) {
        case UInt8(ascii: "w"): self = .word
        case UInt8(ascii: "b"): self = .beginning
        case UInt8(ascii: "1"): self = .hyphen
        case UInt8(ascii: "2"): self = .colon
        case UInt8(ascii: "3"): self = .backslash
        default: self = .other
        }
    }

    @inline(__always)
    static func isWord(_ byte: UInt8) -> Bool { mark(of: byte) >= UInt8(ascii: "b") }

    /// A letter or a digit for each byte, sixteen in a row: a static string is a table without an initialiser.
    private static var marks: StaticString {
        """
        0000000000000000\
        0000000000000000\
        0000000000000100\
        bbbbbbbbbb200000\
        0bbwwwwwwwwwwwww\
        wwwbwwwwwww0300w\
        0wbwbbwbbwwwbwbw\
        bwbbwwwbbbw00000\
        0000000000000000\
        0000000000000000\
        0000000000000000\
        0000000000000000\
        0000000000000000\
        0000000000000000\
        0000000000000000\
        0000000000000000
        """
    }

    @inline(__always)
    private static func mark(of byte: UInt8) -> UInt8 {
        // Safe: the table has 256 bytes.
        unsafe marks.utf8Start[Int(byte)]
    }
}
