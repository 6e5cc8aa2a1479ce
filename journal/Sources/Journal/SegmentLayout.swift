/// Offsets and sizes of a segment, as `FORMAT.md` gives them.
public enum SegmentLayout {
    /// The eight bytes that every segment starts with, as a little-endian number.
    public static let magic: UInt64 = 0x1A0A_0D4A_4C54_4D89
    public static let majorVersion: UInt16 = 1
    public static let minorVersion: UInt16 = 0
    public static let headerSize = 256
    /// The id of the record clock: `CLOCK_BOOTTIME`.
    public static let recordClock: UInt32 = 7

    /// Offsets of the header's fields.
    public enum Offset {
        public static let magic = 0
        public static let majorVersion = 8
        public static let minorVersion = 10
        public static let headerSize = 12
        public static let segmentSize = 16
        public static let processInstance = 24
        public static let index = 40
        public static let processID = 48
        public static let parentProcessID = 52
        public static let processStartTicks = 56
        public static let bootID = 64
        public static let pidNamespace = 80
        public static let wallAnchor = 88
        public static let clockAnchor = 96
        public static let recordClock = 104
        public static let parentInstance = 112
        public static let tail = 128
        public static let sealed = 136
        public static let droppedRecords = 192
        public static let droppedBytes = 200
    }

    /// Size of the word at the start of a record.
    public static let wordSize = 8
    /// Size of a name record before its text.
    public static let nameSize = 16
    public static let spanStartSize = 64
    public static let spanEndSize = 32
    /// Size of a payload record before its bytes.
    public static let payloadSize = 56
    /// Most bytes of a payload in one record.
    public static let fragmentLimit = 64 * 1024

    /// The place that a record of this length takes up.
    public static func padded(_ length: Int) -> Int { (length &+ 7) & ~7 }
}
