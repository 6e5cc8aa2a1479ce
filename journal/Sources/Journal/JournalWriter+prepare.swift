import CJournal

extension JournalWriter {
    /// How much of a segment is brought into memory at once.
    static var pieceSize: UInt64 { 64 * 1024 }

    /// Brings a segment into memory up to `end`, if it goes that far; whether it does.
    ///
    /// The file has its room on the disk, but none of its pages is in memory, and each would be brought in by a fault of its
    /// own, which takes longer than to write a record. Writing zeros over a piece of the file does it for many pages at once.
    /// That must not happen to what somebody has written there: so a place that was reserved behind what is prepared
    /// is touched after this alone.
    ///
    /// The file is opened anew for each piece: a descriptor that is kept could be closed by the program, and be
    /// another file's when it is used. Where the file cannot be opened, as after a `chroot`, faults do it.
    ///
    /// The caller is counted as a user of the slot.
    @inline(never)
    func prepare(_ slot: SegmentSlot, through end: UInt64) -> Bool {
        guard end <= slot.size else { return false }
        let savedError = mj_errno()
        defer { mj_set_errno(savedError) }
        guard words.rolling.lock() else { return false }
        defer { words.rolling.unlock() }
        let ready = slot.prepared.load()
        guard ready < end else { return true }
        let target = min(slot.size, (end &+ Self.pieceSize &- 1) / Self.pieceSize &* Self.pieceSize)
        let descriptor = unsafe path(ofSegment: slot.index).withCString { unsafe mj_open($0, O_WRONLY | O_NOFOLLOW, 0) }
        if descriptor >= 0 {
            mj_write_zeros(descriptor, ready, target)
            close(descriptor)
        }
        slot.prepared.store(target)
        return true
    }

    /// The path of one of this process's segments.
    func path(ofSegment index: UInt64) -> PathBytes {
        var path = directory
        path.append("/")
        path.append(decimal: UInt64(identity.processID))
        path.append("-")
        path.append(hexadecimal: instance.high, digits: 16)
        path.append("-")
        path.append(hexadecimal: index, digits: 8)
        path.append(".journal")
        return path
    }
}
