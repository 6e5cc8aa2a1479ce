import Model

/// What can be searched for of a span: the words of its messages and of its error.
package struct SearchText {
    /// The words, each once, with spaces between them.
    package let words: [UInt8]
    /// Of the words in their order: the same in every version of this program.
    package let digest: UInt64

    init(words: [UInt8], digest: UInt64) {
        self.words = words
        self.digest = digest
    }

    /// The words of a meaning.
    package init(_ meaning: Meaning) {
        self = WordGatherer().gather(meaning)
    }

    /// The words of a text.
    package init(_ text: String) {
        self = WordGatherer().gather(text)
    }

    package var isEmpty: Bool { words.isEmpty }
}
