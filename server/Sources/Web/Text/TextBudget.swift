/// How much recorded text a page may still show: one huge payload, or very many, must not make a
/// page that no browser opens.
///
/// A class, because the pieces of one page draw on one budget in the order in which they are made.
final class TextBudget {
    /// Bytes that one text may have.
    static let textLimit = 32_768
    /// Bytes that all of a page's texts may have.
    static let pageLimit = 4_194_304
    /// What every text may have, even then.
    static let minimum = 160

    private var remaining = pageLimit

    /// The beginning of a text, and how many bytes of it are left out.
    struct Excerpt {
        var text: String
        var omittedBytes: Int
    }

    func excerpt(_ text: String, limit: Int = textLimit) -> Excerpt {
        let count = text.utf8.count
        let allowed = max(Self.minimum, min(limit, remaining))
        guard count > allowed else {
            remaining -= count
            return Excerpt(text: text, omittedBytes: 0)
        }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: allowed)
        while Unicode.UTF8.isContinuation(text.utf8[end]) { end = text.utf8.index(before: end) }
        let beginning = text[..<end]
        let shown = beginning.utf8.count
        remaining -= shown
        return Excerpt(text: String(beginning), omittedBytes: count - shown)
    }
}
