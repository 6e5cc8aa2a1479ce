/// Gathers the words of texts, each once, for one text after the other. Its memory is kept for the next one.
package final class WordGatherer {
    private var kept: GatheredWords? = GatheredWords()

    package init() {}

    deinit { kept?.deallocate() }

    /// The words of a text in UTF-8, with spaces between them.
    package func words(of text: UnsafeRawBufferPointer) -> [UInt8] {
        withWords(of: text) { [UInt8]($0) }
    }

    /// The same for `body`, in memory that stays as it is until that returns.
    func withWords<Result, Failure: Error>(
        of text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var words = take()
        defer { kept = words }
        words.removeAll()
        // Safe: bytes are bound to no other type.
        words.add(text.assumingMemoryBound(to: UInt8.self))
        return try body(words.bytes)
    }

    /// Into a variable of the caller, to which each access need not be checked; and out of this one, so that
    /// nothing is copied when it is written.
    private func take() -> GatheredWords {
        defer { kept = nil }
        return kept ?? GatheredWords()
    }
}
