import Model

/// Gathers the words of texts, each once, for one span after the other. Its memory is kept for the next one.
final class WordGatherer {
    private var kept: GatheredWords? = GatheredWords()

    deinit { kept?.deallocate() }

    /// The words of what can be searched for of a span: its messages and its error.
    func gather(_ meaning: Meaning) -> SearchText {
        var words = take()
        // By position: a message that is copied is counted.
        for position in meaning.input.indices { words.add(meaning.input[position]) }
        for position in meaning.output.indices { words.add(meaning.output[position]) }
        if let error = meaning.error {
            words.add(error.type)
            words.add(error.message)
        }
        defer { kept = words }
        return words.finish()
    }

    /// Into a variable of the caller, to which each access need not be checked; and out of this one, so that
    /// nothing is copied when it is written.
    private func take() -> GatheredWords {
        defer { kept = nil }
        return kept ?? GatheredWords()
    }

    /// The words of a text.
    func gather(_ text: String) -> SearchText {
        var words = take()
        words.add(text)
        defer { kept = words }
        return words.finish()
    }
}
