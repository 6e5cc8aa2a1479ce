import CJournal

/// A record's place in a mapped segment, between taking it and committing it.
///
/// The place is zero when it is taken. Whoever fills it stays within its length; that is why
/// its stores count as safe.
@safe
struct Reservation: ~Copyable {
    private let start: UnsafeMutableRawPointer
    private let slot: SegmentSlot

    @unsafe
    init(start: UnsafeMutableRawPointer, slot: SegmentSlot) {
        unsafe self.start = start
        self.slot = slot
    }

    /// A record within the place: several can lie behind each other in one reservation.
    @inline(__always)
    func begin(_ kind: RecordKind, length: Int, at offset: Int = 0) {
        word(at: offset).store(RecordWord(length: length, kind: kind, state: .reserved).rawValue)
    }

    @inline(__always)
    func commit(_ kind: RecordKind, length: Int, at offset: Int = 0) {
        word(at: offset).store(RecordWord(length: length, kind: kind, state: .committed).rawValue)
    }

    /// Lets the mapping go; the place must not be touched after this.
    @inline(__always)
    consuming func release() {
        slot.users.addOrdered(UInt64.max)  // minus one
    }

    @inline(__always)
    private func word(at offset: Int) -> AtomicWord {
        // Safe: records start at multiples of 8 within the mapped place.
        unsafe AtomicWord(at: (start + offset).assumingMemoryBound(to: UInt64.self))
    }

    @inline(__always)
    func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
        // Safe: offsets are the format's constants, below the length that was reserved.
        unsafe (start + offset).storeBytes(of: value, as: Value.self)
    }

    @inline(__always)
    func store(_ id: JournalID, at offset: Int) {
        store(id.high.bigEndian, at: offset)
        store(id.low.bigEndian, at: offset &+ 8)
    }

    @inline(__always)
    func copy(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        // Safe: the caller reserved offset + count bytes.
        unsafe memcpy(start + offset, source, bytes.count)
    }
}
