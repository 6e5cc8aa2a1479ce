/// How much a process may write.
public struct JournalLimits: Sendable {
    /// Length of the first segment in bytes; each next one is four times as long.
    public var firstSegment: UInt64 = 256 * 1024
    public var largestSegment: UInt64 = 16 * 1024 * 1024
    /// Bytes of all segments in the directory, whoever wrote them. A segment that would
    /// exceed it is not made, and records are dropped and counted until there is room.
    public var quota: UInt64 = 2 * 1024 * 1024 * 1024
    /// Nanoseconds before a segment that could not be made is tried again.
    public var retryInterval: UInt64 = 1_000_000_000

    public init() {}

    func segmentSize(index: UInt64) -> UInt64 {
        var size = firstSegment
        for _ in 0..<min(index, 16) where size < largestSegment { size *= 4 }
        return min(size, largestSegment)
    }
}
