/// What a row has to have in one column, so that it may belong to a list.
enum FacetTest {
    case level(FacetColumn, ClosedRange<UInt16>)
    case equals(FacetColumn, UInt32)
    /// All of these bits are set.
    case bits(FacetColumn, UInt32)

    var column: FacetColumn {
        switch self {
        case .level(let column, _), .equals(let column, _), .bits(let column, _): column
        }
    }

    /// Clears the marks of the rows that fail, as far as the column tells.
    ///
    /// - Parameter bytes: of the column.
    /// - Returns: whether the rest of the column has to decide for some.
    func clear(_ marks: inout FacetMarks, _ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .level(_, let range):
            let (least, most) = (UInt8(range.lowerBound >> 8), UInt8(range.upperBound >> 8))
            marks.clear(bytes, as: UInt8.self) { $0 >= least && $0 <= most }
            let (isLeastWhole, isMostWhole) = (range.lowerBound & 0xFF == 0, range.upperBound & 0xFF == 0xFF)
            return marks.contains(bytes) { !isLeastWhole && $0 == least || !isMostWhole && $0 == most }
        case .equals(_, let value): CodedFacets.clear(&marks, bytes) { $0 == value }
        case .bits(_, let bits): CodedFacets.clear(&marks, bytes) { $0 & bits == bits }
        }
        return false
    }

    /// Clears the marks of the rows that fail by both bytes of their levels.
    func clear(_ marks: inout FacetMarks, _ bytes: [UInt8], rest: UnsafeRawBufferPointer) {
        guard case .level(_, let range) = self else { return }
        let (least, most) = (range.lowerBound, range.upperBound)
        marks.clear(bytes, rest) { UInt16($0) << 8 | UInt16($1) >= least && UInt16($0) << 8 | UInt16($1) <= most }
    }
}
