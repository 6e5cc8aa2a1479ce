/// What one transaction changes in the index of words.
///
/// All texts lie in one piece: another thread takes them, and would else give back thousands of pieces of memory that this
/// one has asked for.
struct SearchChanges: Sendable {
    /// A span gets the words of a text, or loses them.
    struct Step: Sendable {
        let span: Int64
        let isRemoval: Bool
        /// Where in ``SearchChanges/texts`` the text is.
        fileprivate let place: Range<Int>
    }

    /// In the order of the spans, which the index wants.
    private(set) var steps: [Step] = []
    /// All that was added to the transaction's ``SearchTexts``.
    var texts: [UInt8] = []
    /// All that was in the index is out of it, before the first step.
    var isEmptied = false
    /// Spans were removed: their words are hidden, and still in the file until the index is merged.
    var isMergeDue = false

    var isEmpty: Bool { steps.isEmpty && !isEmptied && !isMergeDue }

    mutating func reserve(steps count: Int) { steps.reserveCapacity(steps.count + count) }

    /// A span gets the words of the text in that place.
    mutating func add(_ place: Range<Int>, span: Int64) {
        steps.append(Step(span: span, isRemoval: false, place: place))
    }

    /// A span loses them: it got those of the very same text.
    mutating func remove(_ place: Range<Int>, span: Int64) {
        steps.append(Step(span: span, isRemoval: true, place: place))
    }

    /// The steps in turn, with the text of each, which stays where it is for as long as `body` runs.
    func forEach<Failure: Error>(
        _ body: (Step, UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try texts.withUnsafeBufferPointer { texts throws(Failure) in
            let texts = UnsafeRawBufferPointer(texts)
            for step in steps { try body(step, UnsafeRawBufferPointer(rebasing: texts[step.place])) }
        }
    }
}
