/// What can be searched for of a span: where its texts are among those of a transaction, and their digest.
struct SearchText {
    let place: Range<Int>
    /// Tells whether a span's texts are those of which the index has the words.
    let digest: UInt64

    var isEmpty: Bool { place.isEmpty }
}
