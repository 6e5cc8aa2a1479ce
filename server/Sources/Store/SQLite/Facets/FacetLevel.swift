/// Stands for a number in two bytes: a greater number never has a lesser level.
///
/// A thousand levels to a power of two, so that few of those that share a level with a limit lie beyond it. The higher byte has four, and a
/// column of it alone decides for most rows.
enum FacetLevel {
    /// That of nothing.
    static let none: UInt16 = 0
    /// The levels of what is something; their higher byte is not zero.
    static let all: ClosedRange<UInt16> = 256...UInt16.max

    static func of(_ value: Int64?) -> UInt16 {
        guard let value else { return none }
        guard value > 0 else { return all.lowerBound }
        let exponent = 63 - value.leadingZeroBitCount
        // The ten bits below the highest one.
        let fraction = (exponent >= 10 ? value >> (exponent - 10) : value << (10 - exponent)) & 1_023
        return all.lowerBound + 1 + UInt16(exponent << 10 + Int(fraction))
    }

    /// The levels of what may lie within bounds; `nil` if nothing can.
    static func within(_ bounds: ListFilter.Bounds<Int64>) -> ClosedRange<UInt16>? {
        let (least, most) = (bounds.least.map { of($0) } ?? all.lowerBound, bounds.most.map { of($0) } ?? all.upperBound)
        return least <= most ? least...most : nil
    }
}
