public import Journal

/// The first 256 bytes of a segment.
public struct SegmentHeader: Sendable, Equatable {
    public var segmentSize: UInt64
    public var headerSize: UInt64
    public var processInstance: JournalID
    /// Counted within the process instance from 0.
    public var index: UInt64
    public var processID: UInt32
    public var parentProcessID: UInt32
    public var processStartTicks: UInt64
    public var bootID: JournalID
    public var pidNamespace: UInt64
    /// Nanoseconds since 1970.
    public var wallAnchor: UInt64
    public var clockAnchor: UInt64
    /// The process instance that this process was forked from.
    public var parentInstance: JournalID?
    /// Where the next record goes; beyond the segment's size when it is full.
    public var tail: UInt64
    /// 0 while open, else the offset behind the last record.
    public var sealed: UInt64
    public var droppedRecords: UInt64
    public var droppedBytes: UInt64

    /// Where reading ends for now.
    public var end: UInt64 { sealed != 0 ? min(sealed, segmentSize) : min(tail, segmentSize) }

    /// Nanoseconds since 1970 for a time on the record clock; wraps rather than traps on nonsense.
    public func wallTime(_ clock: UInt64) -> Int64 {
        Int64(bitPattern: wallAnchor &+ (clock &- clockAnchor))
    }

    init(_ bytes: [UInt8], path: String) throws(JournalError) {
        typealias Offset = SegmentLayout.Offset
        let slice = bytes[...]
        guard slice.number(at: Offset.magic, as: UInt64.self) == SegmentLayout.magic else {
            throw .notASegment(path: path)
        }
        let major = slice.number(at: Offset.majorVersion, as: UInt16.self)
        guard major == SegmentLayout.majorVersion else {
            throw .unknownVersion(
                path: path, major: Int(major), minor: Int(slice.number(at: Offset.minorVersion, as: UInt16.self)))
        }
        headerSize = UInt64(slice.number(at: Offset.headerSize, as: UInt32.self))
        guard bytes.count >= SegmentLayout.headerSize, headerSize >= SegmentLayout.headerSize, headerSize % 8 == 0 else {
            throw .damaged(path: path, offset: 0, reason: "the header is incomplete")
        }
        segmentSize = slice.number(at: Offset.segmentSize)
        processInstance = JournalID(
            high: slice.bigEndian(at: Offset.processInstance), low: slice.bigEndian(at: Offset.processInstance + 8))
        index = slice.number(at: Offset.index)
        processID = slice.number(at: Offset.processID)
        parentProcessID = slice.number(at: Offset.parentProcessID)
        processStartTicks = slice.number(at: Offset.processStartTicks)
        bootID = JournalID(high: slice.bigEndian(at: Offset.bootID), low: slice.bigEndian(at: Offset.bootID + 8))
        pidNamespace = slice.number(at: Offset.pidNamespace)
        wallAnchor = slice.number(at: Offset.wallAnchor)
        clockAnchor = slice.number(at: Offset.clockAnchor)
        let parent = JournalID(
            high: slice.bigEndian(at: Offset.parentInstance), low: slice.bigEndian(at: Offset.parentInstance + 8))
        parentInstance = parent == .zero ? nil : parent
        tail = slice.number(at: Offset.tail)
        sealed = slice.number(at: Offset.sealed)
        droppedRecords = slice.number(at: Offset.droppedRecords)
        droppedBytes = slice.number(at: Offset.droppedBytes)
    }
}
