/// The eight bytes at the start of a record: length, kind and state.
public struct RecordWord: Sendable {
    /// How far the record has come.
    public enum State: UInt16, Sendable {
        /// Nothing was written here yet.
        case empty = 0
        /// Its place is taken; the body may be incomplete.
        case reserved = 1
        /// The body is complete.
        case committed = 2
    }

    public let rawValue: UInt64

    @inline(__always)
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    @inline(__always)
    public init(length: Int, kind: RecordKind, state: State) {
        rawValue =
            UInt64(UInt32(truncatingIfNeeded: length))
            | UInt64(kind.rawValue) << 32
            | UInt64(state.rawValue) << 48
    }

    /// Word and body, without padding.
    public var length: Int { Int(rawValue & 0xFFFF_FFFF) }
    /// `nil` for a kind that this version does not know.
    public var kind: RecordKind? { RecordKind(rawValue: UInt8(truncatingIfNeeded: rawValue >> 32)) }
    /// `nil` for a value that no version writes.
    public var state: State? { State(rawValue: UInt16(truncatingIfNeeded: rawValue >> 48)) }
}
