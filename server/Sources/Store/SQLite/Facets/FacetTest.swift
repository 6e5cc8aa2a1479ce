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

    /// Clears the marks of the rows that fail.
    ///
    /// - Parameter bytes: of the column.
    func clear(_ marks: inout FacetMarks, _ bytes: UnsafeRawBufferPointer) {
        switch self {
        case .level(_, let range):
            let (least, most) = (range.lowerBound, range.upperBound)
            marks.clear(bytes, as: UInt16.self) { UInt16(littleEndian: $0) >= least && UInt16(littleEndian: $0) <= most }
        case .equals(_, let value): CodedFacets.clear(&marks, bytes) { $0 == value }
        case .bits(_, let bits): CodedFacets.clear(&marks, bytes) { $0 & bits == bits }
        }
    }
}
