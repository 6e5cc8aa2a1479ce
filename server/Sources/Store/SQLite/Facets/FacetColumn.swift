/// What a chunk keeps of its rows, each in a column of its own; see ``FacetTable``. All columns have the rows in the order of lists.
///
/// The raw values are in the database: never give one another meaning.
enum FacetColumn: Int, CaseIterable {
    /// The place of each row within the chunk's row numbers, in two bytes.
    case place = 1
    /// Nanoseconds since 1970, in eight bytes.
    case startTime = 2
    /// The code. It and the next ones are ``CodedFacets``.
    case status = 3
    /// A bit for each operation: of a span, one; of a trace, those of its spans.
    case operations = 4
    /// A digest of the name or title.
    case name = 5
    /// See ``FacetSignature``.
    case models = 6
    case tags = 7
    /// The higher byte of a ``FacetLevel``, as in the next ones.
    case duration = 8
    case tokens = 9
    case cost = 10
    /// The lower byte.
    case durationRest = 11
    case tokensRest = 12
    case costRest = 13

    /// The column of the lower bytes, if there is one.
    var rest: FacetColumn? {
        switch self {
        case .duration: .durationRest
        case .tokens: .tokensRest
        case .cost: .costRest
        default: nil
        }
    }
}
