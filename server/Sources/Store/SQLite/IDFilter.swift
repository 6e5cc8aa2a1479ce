import Model

/// A Bloom filter of ids: says of nearly every id that is not in it that it is not, and of those that are never.
///
/// B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970; the places are those of A. Kirsch and
/// M. Mitzenmacher, "Less hashing, same performance", 2006. With 16 bits and six places for each of 16,384 ids, one of a thousand others
/// is taken to be in it. It is written into databases: the same in every version of this program.
package struct IDFilter {
    package static let byteCount = 32 << 10
    private static let placeCount = 6

    /// Where an id is, in every filter.
    package struct Places {
        fileprivate let first: UInt32
        fileprivate let step: UInt32

        package init(_ id: TraceID) {
            let digest = Digest.mix(Digest.mix(Digest.mix(Digest.start, id.high), id.low), 0)
            first = UInt32(truncatingIfNeeded: digest)
            step = UInt32(truncatingIfNeeded: digest >> 32) | 1
        }

        fileprivate func bit(_ number: Int) -> Int {
            Int(first &+ step &* UInt32(truncatingIfNeeded: number)) & (byteCount * 8 - 1)
        }
    }

    package private(set) var bytes: [UInt8]

    package init() { bytes = [UInt8](repeating: 0, count: Self.byteCount) }

    /// One that was kept; `nil` if it is none.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    package mutating func insert(_ places: Places) {
        for number in 0..<Self.placeCount {
            let bit = places.bit(number)
            bytes[bit >> 3] |= 1 << UInt8(bit & 7)
        }
    }

    package func mayContain(_ places: Places) -> Bool {
        for number in 0..<Self.placeCount {
            let bit = places.bit(number)
            if bytes[bit >> 3] & 1 << UInt8(bit & 7) == 0 { return false }
        }
        return true
    }
}
