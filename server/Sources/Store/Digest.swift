/// A number that tells texts apart, made of eight bytes of them after the other.
enum Digest {
    static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Some are written into databases: the same in every version of this program.
    @inline(__always)
    static func mix(_ digest: UInt64, _ word: UInt64) -> UInt64 {
        let product = (digest ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }
}
