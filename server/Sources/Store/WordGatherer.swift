import Model

/// Gathers the words of texts, each once, for one span after the other. Its memory is kept for the next one.
final class WordGatherer {
    private var kept = GatheredWords()

    deinit { kept.deallocate() }

    /// The words of what can be searched for of a span: its messages and its error.
    func gather(_ meaning: Meaning) -> SearchText {
        // In a variable of this function, to which each access need not be checked.
        var words = kept
        for message in meaning.input { words.add(message) }
        for message in meaning.output { words.add(message) }
        if let error = meaning.error {
            words.add(error.type)
            words.add(error.message)
        }
        defer { kept = words }
        return words.finish()
    }

    /// The words of a text.
    func gather(_ text: String) -> SearchText {
        var words = kept
        words.add(text)
        defer { kept = words }
        return words.finish()
    }
}
