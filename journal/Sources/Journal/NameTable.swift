import CJournal

/// The interned names of a process, and in which segment each was written last.
///
/// Entries never move and are never freed, so that a record can be written without the lock.
@safe
final class NameTable: @unchecked Sendable {
    private static let entriesPerChunk = 1024
    private static let chunkLimit = 64
    private static let wordsPerEntry = 3

    /// Most names in one process; beyond it ``add(_:)`` returns `nil`.
    static let limit = entriesPerChunk * chunkLimit

    /// Addresses of the chunks: each holds (epoch, address of the text, its length) per entry.
    private let chunks: UnsafeMutablePointer<UInt64>
    /// Open addressing: ids, 0 where free. Touched only under the writer's naming lock.
    private var buckets: [UInt32]
    private var count = 0

    init() {
        unsafe chunks = .allocate(capacity: Self.chunkLimit)
        unsafe chunks.initialize(repeating: 0, count: Self.chunkLimit)
        buckets = [UInt32](repeating: 0, count: 256)
    }

    /// The id of a name, new or known; `nil` when the table is full. The caller holds the lock.
    func add(_ text: UnsafeRawBufferPointer) -> NameID? {
        let hash = unsafe Self.hash(text)
        var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
        while buckets[bucket] != 0 {
            let id = NameID(rawValue: buckets[bucket])
            if unsafe equal(self.text(of: id), text) { return id }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
        guard let id = unsafe append(text) else { return nil }
        buckets[bucket] = id.rawValue
        if count * 2 > buckets.count { grow() }
        return id
    }

    /// The epoch of the segment that the name was written to last; 0 for none.
    @inline(__always)
    func epoch(of id: NameID) -> AtomicWord { unsafe AtomicWord(at: entry(id)) }

    /// The name's text, which stays where it is.
    @inline(__always)
    func text(of id: NameID) -> UnsafeRawBufferPointer {
        // Safe: an id comes from `add`, which wrote the entry before it returned.
        let entry = unsafe entry(id)
        return unsafe UnsafeRawBufferPointer(
            start: UnsafeRawPointer(bitPattern: UInt(entry[1])), count: Int(entry[2]))
    }

    @inline(__always)
    private func entry(_ id: NameID) -> UnsafeMutablePointer<UInt64> {
        let index = id.rawValue &- 1
        // Safe: the chunk of every id that was given out exists.
        let chunk = unsafe UnsafeMutablePointer<UInt64>(
            bitPattern: UInt(AtomicWord(at: chunks + Int(index / UInt32(Self.entriesPerChunk))).load()))!
        return unsafe chunk + Int(index % UInt32(Self.entriesPerChunk)) &* Self.wordsPerEntry
    }

    private func append(_ text: UnsafeRawBufferPointer) -> NameID? {
        guard count < Self.limit else { return nil }
        let chunkWord = unsafe AtomicWord(at: chunks + count / Self.entriesPerChunk)
        if chunkWord.load() == 0 {
            let words = Self.entriesPerChunk * Self.wordsPerEntry
            let chunk = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
            unsafe chunk.initialize(repeating: 0, count: words)
            chunkWord.store(UInt64(UInt(bitPattern: chunk)))
        }
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, text.count), alignment: 1)
        if let source = text.baseAddress { unsafe memcpy(copy, source, text.count) }
        count += 1
        let id = NameID(rawValue: UInt32(count))
        let entry = unsafe entry(id)
        unsafe entry[1] = UInt64(UInt(bitPattern: copy))
        unsafe entry[2] = UInt64(text.count)
        return id
    }

    private func grow() {
        var larger = [UInt32](repeating: 0, count: buckets.count * 4)
        for id in 1...UInt32(count) {
            let hash = unsafe Self.hash(text(of: NameID(rawValue: id)))
            var bucket = Int(truncatingIfNeeded: hash) & (larger.count - 1)
            while larger[bucket] != 0 { bucket = (bucket + 1) & (larger.count - 1) }
            larger[bucket] = id
        }
        buckets = larger
    }

    private func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return unsafe memcmp(first, second, left.count) == 0
    }

    /// FNV-1a.
    private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for unsafe byte in unsafe text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 29
    }
}
