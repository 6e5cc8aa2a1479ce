import Bytes

/// What somebody searches for, as the full-text index takes it.
///
/// All words have to be there, in any order and anywhere in the prompts and answers of a span; a
/// word with `*` behind it stands for all that begin so. Nothing else has a meaning: no text that
/// people type is an error.
struct SearchExpression {
    /// Words that are asked for at most.
    private static let limit = 32

    /// In FTS5's language; `nil` if there is no word in the text.
    let fts5: String?

    init(_ text: String) {
        var terms: [String] = []
        let gatherer = WordGatherer()
        for piece in text.split(whereSeparator: \.isWhitespace) {
            let parts = piece.unicodeScalars.split { !Self.isInWord($0) }.map { String($0) }
            let words = parts.joined(separator: " ").withBytes { gatherer.words(of: UnsafeRawBufferPointer($0)) }
                .split(separator: UInt8(ascii: " "))
            for (position, word) in words.enumerated() {
                let isPrefix = position == words.count - 1 && piece.hasSuffix("*")
                // A word of the index has no quotation mark in it.
                terms.append("\"\(String(decoding: word, as: UTF8.self))\"\(isPrefix ? "*" : "")")
            }
        }
        fts5 = terms.isEmpty ? nil : terms.prefix(Self.limit).joined(separator: " AND ")
    }

    /// Whether the index's tokenizer, FTS5's `unicode61`, takes it for a part of a word. A term in which it
    /// found two words would be a phrase, of which an index without positions knows nothing: an error.
    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x304, 0x306...0x30C, 0x30F, 0x311, 0x31B, 0x323...0x328, 0x32D, 0x32E, 0x330, 0x331:
            // Accents, which it drops.
            return true
        case 0x19B0...0x19C0, 0x19C8, 0x19C9, 0x1CF2, 0x1CF3, 0xFFFE, 0xFFFF:
            // These became letters after its tables were made, and two that are no characters.
            return false
        default: break
        }
        // It was made with Unicode 6.1; what is newer is a letter for it.
        guard let age = scalar.properties.age, (age.major, age.minor) <= (6, 1) else { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .privateUse, .unassigned:
            return true
        default: return false
        }
    }
}
