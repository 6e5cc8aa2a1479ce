/// What one transaction changes in the index of words.
///
/// The texts lie in a few large pieces: another thread takes them, and would else give back thousands of small ones that this
/// one has asked for.
struct SearchChanges: Sendable {
    /// A span gets the words of a text, or loses them.
    struct Step: Sendable {
        let span: Int64
        let isRemoval: Bool
        /// Where in ``SearchChanges/texts`` the text is; `nil` without any.
        fileprivate let place: SearchText.Place?
    }

    /// In the order of the spans, which the index wants.
    private(set) var steps: [Step] = []
    /// All that was added to the transaction's ``SearchTexts``.
    var texts: [[UInt8]] = []
    /// All that was in the index is out of it, before the first step.
    var isEmptied = false
    /// Spans were removed: their words are hidden, and still in the file until the index is merged.
    var isMergeDue = false

    var isEmpty: Bool { steps.isEmpty && !isEmptied && !isMergeDue }

    mutating func reserve(steps count: Int) { steps.reserveCapacity(steps.count + count) }

    /// A span gets the words of the text in that place; without one, they follow from its payloads.
    mutating func add(_ place: SearchText.Place?, span: Int64) {
        steps.append(Step(span: span, isRemoval: false, place: place))
    }

    /// A span loses them: it got those of the very same text.
    mutating func remove(_ place: SearchText.Place, span: Int64) {
        steps.append(Step(span: span, isRemoval: true, place: place))
    }

    /// The steps in turn, with the text of each, which stays where it is for as long as `body` runs.
    func forEach<Failure: Error>(
        _ body: (Step, UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        for step in steps {
            // Of a text without a word nothing is left, and its piece, if it has no other text, is not kept.
            guard let place = step.place, !place.bytes.isEmpty else {
                try body(step, UnsafeRawBufferPointer(start: nil, count: 0))
                continue
            }
            try texts[place.piece].withUnsafeBufferPointer { piece throws(Failure) in
                try body(step, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[place.bytes]))
            }
        }
    }
}
