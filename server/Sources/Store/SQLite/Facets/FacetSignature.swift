/// A few numbers in four bytes: two bits are set for each. Whether one is among them is seen from its bits, rarely wrongly so.
enum FacetSignature {
    static func of(_ number: Int64) -> UInt32 {
        // Numbers that follow each other are to differ in more than their lowest bits.
        let mixed = UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15
        return 1 << UInt32(mixed >> 59) | 1 << UInt32(mixed >> 54 & 31)
    }

    static func of(_ numbers: some Sequence<Int64>) -> UInt32 { numbers.reduce(0) { $0 | of($1) } }
}
