/// A 128-bit id: of a trace, a process instance, or a boot.
public struct JournalID: Equatable, Sendable {
    /// The first eight bytes, most significant first.
    public let high: UInt64
    /// The last eight bytes, most significant first.
    public let low: UInt64

    public static let zero = JournalID(high: 0, low: 0)

    @inline(__always)
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func == (left: JournalID, right: JournalID) -> Bool {
        left.high == right.high && left.low == right.low
    }
}

#if !hasFeature(Embedded)
// Hashing would make the extension need random bytes from a recent glibc.
extension JournalID: Hashable {}
#endif
