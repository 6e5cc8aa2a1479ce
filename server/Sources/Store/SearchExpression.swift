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
        for piece in text.split(whereSeparator: \.isWhitespace) {
            let words = SearchText(String(piece)).words.split(separator: UInt8(ascii: " "))
            for (position, word) in words.enumerated() {
                let isPrefix = position == words.count - 1 && piece.hasSuffix("*")
                // A word of the index has no quotation mark in it.
                terms.append("\"\(String(decoding: word, as: UTF8.self))\"\(isPrefix ? "*" : "")")
            }
        }
        fts5 = terms.isEmpty ? nil : terms.prefix(Self.limit).joined(separator: " AND ")
    }
}
