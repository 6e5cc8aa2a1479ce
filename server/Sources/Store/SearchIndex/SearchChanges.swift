/// What one transaction changes in the index of words.
///
/// All words lie in one piece: another thread takes them, and would else give back thousands of pieces of memory that this
/// one has asked for.
struct SearchChanges: Sendable {
    /// A span gets words, or loses them.
    struct Step: Sendable {
        let span: Int64
        let isRemoval: Bool
        /// Where its words end; they begin where those of the step before end.
        fileprivate let end: Int
    }

    /// In the order of the spans, which the index wants.
    private(set) var steps: [Step] = []
    private var words: [UInt8] = []
    /// All that was in the index is out of it, before the first step.
    var isEmptied = false
    /// Spans were removed: their words are hidden, and still in the file until the index is merged.
    var isMergeDue = false

    var isEmpty: Bool { steps.isEmpty && !isEmptied && !isMergeDue }

    mutating func reserve(steps stepCount: Int, words byteCount: Int) {
        steps.reserveCapacity(stepCount)
        words.reserveCapacity(byteCount)
    }

    /// Words that a span gets.
    mutating func add(_ words: [UInt8], span: Int64) { append(words, span: span, isRemoval: false) }

    /// Words that a span loses: the very ones that it got.
    mutating func remove(_ words: [UInt8], span: Int64) { append(words, span: span, isRemoval: true) }

    private mutating func append(_ new: [UInt8], span: Int64, isRemoval: Bool) {
        words.append(contentsOf: new)
        steps.append(Step(span: span, isRemoval: isRemoval, end: words.count))
    }

    /// The steps in turn, with the words of each, which stay where they are for as long as `body` runs.
    func forEach<Failure: Error>(
        _ body: (Step, UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try words.withUnsafeBufferPointer { words throws(Failure) in
            let words = UnsafeRawBufferPointer(words)
            var start = 0
            for step in steps {
                // Safe: ends rise, up to the number of bytes.
                try body(step, UnsafeRawBufferPointer(rebasing: words[start..<step.end]))
                start = step.end
            }
        }
    }
}
