/// The words that all threads of a writer share, in one block that lives as long as the process.
///
/// Safe: the block is never freed, and every word is reached through ``AtomicWord``.
@safe
struct WriterWords: @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt64>

    private enum Index: Int, CaseIterable {
        case current, rolling, naming, failedUntil
        case droppedRecords, droppedBytes
        case payloadNumber, inlineNames
        case identifierCounter, identifierStep, identifierMask
        case generation, segmentIndex, epoch
    }

    init() {
        // Never freed: a thread may still write while the last owner goes away.
        unsafe base = .allocate(capacity: Index.allCases.count)
        unsafe base.initialize(repeating: 0, count: Index.allCases.count)
    }

    private subscript(_ index: Index) -> AtomicWord {
        @inline(__always) get { unsafe AtomicWord(at: base + index.rawValue) }
    }

    /// Which segment is written: its epoch above the two bits of its slot; 0 for none.
    var current: AtomicWord { self[.current] }
    /// Held while a new segment is made.
    var rolling: SpinLock { SpinLock(self[.rolling]) }
    /// Held while a name is looked up or added.
    var naming: SpinLock { SpinLock(self[.naming]) }
    /// No new segment is tried before this time on the record clock.
    var failedUntil: AtomicWord { self[.failedUntil] }
    var droppedRecords: AtomicWord { self[.droppedRecords] }
    var droppedBytes: AtomicWord { self[.droppedBytes] }
    var payloadNumber: AtomicWord { self[.payloadNumber] }
    /// Names that were written without being interned.
    var inlineNames: AtomicWord { self[.inlineNames] }
    var identifiers: IdentifierSource {
        IdentifierSource(
            counter: self[.identifierCounter], step: self[.identifierStep], mask: self[.identifierMask])
    }
    /// Forks that lie between the process that made the writer and this one.
    var generation: AtomicWord { self[.generation] }
    /// Segments that this process instance has made.
    var segmentIndex: AtomicWord { self[.segmentIndex] }
    /// Segments that the writer has made in this process and those that it was forked from.
    var epoch: AtomicWord { self[.epoch] }
}
