import CJournal

/// A place for one mapped segment, and the count of those who write in it.
///
/// A writer has a few of these and uses them in turn, so that a thread that was held up in the
/// old segment can finish there while others go on in the new one. Slots are never freed.
@safe
struct SegmentSlot: @unchecked Sendable {
    static let count = 4

    private let words: UnsafeMutablePointer<UInt64>

    /// `block` holds `wordCount` words and is never freed.
    @unsafe
    init(_ index: Int, in block: UnsafeMutablePointer<UInt64>) {
        unsafe words = block + index * Self.wordsPerSlot
    }

    private static let wordsPerSlot = 5
    static let wordCount = count * wordsPerSlot

    private var baseWord: AtomicWord { unsafe AtomicWord(at: words) }
    private var sizeWord: AtomicWord { unsafe AtomicWord(at: words + 1) }
    private var indexWord: AtomicWord { unsafe AtomicWord(at: words + 4) }
    /// Up to where the file was brought into memory; nothing is written behind it. See ``JournalWriter/prepare(_:through:)``.
    var prepared: AtomicWord { unsafe AtomicWord(at: words + 3) }
    /// Threads between ``SegmentSlot/users`` going up and down may touch the mapping.
    var users: AtomicWord { unsafe AtomicWord(at: words + 2) }

    /// The mapped segment, or `nil`.
    var base: UnsafeMutableRawPointer? {
        @inline(__always) get { unsafe UnsafeMutableRawPointer(bitPattern: UInt(baseWord.load())) }
    }

    var size: UInt64 {
        @inline(__always) get { sizeWord.load() }
    }

    /// Which of the process's segments it is.
    var index: UInt64 { indexWord.load() }

    func take(base: UnsafeMutableRawPointer, size: UInt64, index: UInt64, prepared end: UInt64) {
        sizeWord.store(size)
        indexWord.store(index)
        prepared.store(end)
        baseWord.store(UInt64(UInt(bitPattern: base)))
    }

    /// Gives the mapping back if nobody uses it; call it only for a slot that is not current.
    func unmapIfUnused() -> Bool {
        guard unsafe base != nil else { return true }
        guard users.loadOrdered() == 0 else { return false }
        unmap()
        return true
    }

    /// Gives the mapping back; the caller knows that nobody else can be using it.
    func unmap() {
        guard let mapped = unsafe base else { return }
        baseWord.store(0)
        // Safe: no user, and no new one can come, since the slot is not current.
        unsafe munmap(mapped, Int(size))
        users.storeOrdered(0)
    }
}
