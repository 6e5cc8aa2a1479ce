/// What can be searched for of a span: where its texts are among those of a transaction, and their digest.
struct SearchText {
    /// Where texts are in a transaction's ``SearchTexts``.
    struct Place: Sendable {
        let piece: Int
        /// Within the piece.
        let bytes: Range<Int>
    }

    let place: Place
    /// Tells whether a span's texts are those of which the index has the words.
    let digest: UInt64

    var isEmpty: Bool { place.bytes.isEmpty }
}
