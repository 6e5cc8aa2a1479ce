import CJournal

/// Writes what a process records into memory-mapped segments.
///
/// There is one for a process and its forked children, and it lives as long as they do. Every
/// method may be called from any thread and never blocks for long, throws, or changes `errno`:
/// what cannot be written is counted as dropped.
@safe
public final class JournalWriter: @unchecked Sendable {
    let directory: PathBytes
    /// The JSON object of the process record.
    let description: [UInt8]
    let limits: JournalLimits
    let words = WriterWords()
    let names = NameTable()
    let detector = ForkDetector()
    private let slotBlock: UnsafeMutablePointer<UInt64>

    // Written at the start and while a fork's child is adopted, when no other thread can read.
    var identity = ProcessIdentity.current()
    var instance = JournalID.zero
    var parentInstance = JournalID.zero

    /// - Parameters:
    ///   - directory: where segments go; made with mode 0700 when the first one is needed.
    ///   - description: the JSON object of the process record, at most 64 KiB.
    public init(directory: PathBytes, description: [UInt8], limits: JournalLimits = JournalLimits()) {
        self.directory = directory
        self.description = description.count <= SegmentLayout.fragmentLimit ? description : [0x7B, 0x7D]  // {}
        self.limits = limits
        // Never freed, like the words: a thread may be writing while the last owner goes away.
        unsafe slotBlock = .allocate(capacity: SegmentSlot.wordCount)
        unsafe slotBlock.initialize(repeating: 0, count: SegmentSlot.wordCount)
        words.identifiers.reseed()
        instance = words.identifiers.nextID()
    }

    @inline(__always)
    func slot(_ index: Int) -> SegmentSlot { unsafe SegmentSlot(index, in: slotBlock) }

    /// Records that could not be written since the process began.
    public var droppedRecords: UInt64 { words.droppedRecords.load() }

    /// Longer names are cut.
    static var longestName: Int { 4096 }

    /// The number of a name, for use in records. Repeated names share one number.
    ///
    /// Returns ``NameID/none`` when the process has too many names (65,536).
    public func intern(_ text: UnsafeRawBufferPointer) -> NameID {
        if !detector.isOwnProcess { adopt() }
        guard words.naming.lock() else { return .none }
        defer { words.naming.unlock() }
        return unsafe names.add(UnsafeRawBufferPointer(rebasing: text.prefix(Self.longestName))) ?? .none
    }

    public func intern(_ text: StaticString) -> NameID {
        unsafe intern(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
