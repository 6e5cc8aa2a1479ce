import CJournal

extension JournalWriter {
    /// Makes a new segment current if the one that was seen still is; false if there can be none now.
    ///
    /// - Parameter attempt: how often the caller has tried, for how long to wait where it must.
    func roll(past seen: UInt64, _ attempt: Int) -> Bool {
        let savedError = mj_errno()
        defer { mj_set_errno(savedError) }
        guard words.rolling.lock() else { return false }
        defer { words.rolling.unlock() }
        guard words.current.load() == seen else { return true }
        let now = mj_clock_boottime()
        guard words.failedUntil.load() <= now else { return false }

        let old = seen == 0 ? -1 : Int(seen & 3)
        for index in 0..<SegmentSlot.count where index != old && slot(index).unmapIfUnused() {
            guard makeCurrent(slot(index), index, replacingMarker: old >= 0 && isMarker(slot(old))) else {
                words.failedUntil.store(now &+ limits.retryInterval)
                return false
            }
            if old >= 0 {
                sealIfMarker(slot(old))
                _ = slot(old).unmapIfUnused()
            }
            return true
        }
        // Threads that were held up are still in all the others: let them finish.
        Pause.wait(256 + attempt)
        return true
    }

    /// Makes a segment for a slot: as large as is its turn, else as small as the first. Where there is no room for that
    /// either it makes a marker, in whose header the dropped records are counted for the server to see, and says false.
    private func makeCurrent(_ slot: SegmentSlot, _ slotIndex: Int, replacingMarker hasMarker: Bool) -> Bool {
        let index = words.segmentIndex.load()
        let size = limits.segmentSize(index: index)
        if let base = unsafe makeSegment(index: index, size: size) {
            unsafe use(base, size, in: slot, slotIndex)
            return true
        }
        if size > limits.firstSegment, let base = unsafe makeSegment(index: index, size: limits.firstSegment) {
            unsafe use(base, limits.firstSegment, in: slot, slotIndex)
            return true
        }
        guard !hasMarker, let base = unsafe makeSegment(index: index, size: markerSize, quota: .max) else { return false }
        // Full from the beginning; it is sealed when a segment with room replaces it, or the process is gone.
        // Safe: the header of a mapped segment is always there.
        let tail = unsafe AtomicWord(at: (base + SegmentLayout.Offset.tail).assumingMemoryBound(to: UInt64.self))
        tail.store(markerSize &+ 8)
        unsafe use(base, markerSize, in: slot, slotIndex)
        return false
    }

    @unsafe
    private func use(_ base: UnsafeMutableRawPointer, _ size: UInt64, in slot: SegmentSlot, _ slotIndex: Int) {
        let index = words.segmentIndex.add(1)
        unsafe slot.take(base: base, size: size, index: index, prepared: min(size, Self.pieceSize))
        let epoch = words.epoch.add(1) + 1
        words.current.storeOrdered(epoch << 2 | UInt64(slotIndex))
    }

    /// Where the process record ends.
    private var processRecordEnd: UInt64 {
        UInt64(SegmentLayout.headerSize + SegmentLayout.padded(SegmentLayout.wordSize + description.count))
    }

    /// The length of a segment that holds the process record alone.
    private var markerSize: UInt64 { (processRecordEnd + 4095) / 4096 * 4096 }

    private func isMarker(_ slot: SegmentSlot) -> Bool { slot.size == markerSize && markerSize < limits.firstSegment }

    private func sealIfMarker(_ slot: SegmentSlot) {
        guard isMarker(slot), let base = unsafe slot.base else { return }
        // Safe: it is mapped, since only the thread that rolls unmaps it.
        let sealed = unsafe AtomicWord(at: (base + SegmentLayout.Offset.sealed).assumingMemoryBound(to: UInt64.self))
        sealed.store(processRecordEnd)
    }

    /// A new file, allocated, mapped, with header and process record; `nil` if the disk or the quota
    /// does not allow it.
    private func makeSegment(index: UInt64, size: UInt64, quota: UInt64? = nil) -> UnsafeMutableRawPointer? {
        guard directory.makeDirectories(), size <= quota ?? limits.quota,
            directory.sizeOfSegments() <= (quota ?? limits.quota) - size
        else { return nil }
        let path = path(ofSegment: index)
        var temporary = path
        temporary.append(".new")

        let descriptor = unsafe temporary.withCString {
            unsafe mj_open($0, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard mj_allocate(descriptor, size) == 0, let base = unsafe mj_map_shared(descriptor, size) else {
            _ = unsafe temporary.withCString { unsafe unlink($0) }
            return nil
        }
        mj_write_zeros(descriptor, 0, min(size, Self.pieceSize))
        unsafe writeHeader(to: base, index: index, size: size)
        let renamed = unsafe temporary.withCString { from in
            unsafe path.withCString { to in unsafe rename(from, to) }
        }
        guard renamed == 0 else {
            _ = unsafe temporary.withCString { unsafe unlink($0) }
            unsafe munmap(base, Int(size))
            return nil
        }
        return unsafe base
    }

    private func writeHeader(to base: UnsafeMutableRawPointer, index: UInt64, size: UInt64) {
        typealias Offset = SegmentLayout.Offset
        // Not a reservation of any slot yet: only its stores are used.
        let header = unsafe Reservation(start: base, slot: slot(0))
        header.store(SegmentLayout.magic, at: Offset.magic)
        header.store(SegmentLayout.majorVersion, at: Offset.majorVersion)
        header.store(SegmentLayout.minorVersion, at: Offset.minorVersion)
        header.store(UInt32(SegmentLayout.headerSize), at: Offset.headerSize)
        header.store(size, at: Offset.segmentSize)
        header.store(instance, at: Offset.processInstance)
        header.store(index, at: Offset.index)
        header.store(identity.processID, at: Offset.processID)
        header.store(identity.parentProcessID, at: Offset.parentProcessID)
        header.store(identity.startTicks, at: Offset.processStartTicks)
        header.store(identity.bootID, at: Offset.bootID)
        header.store(identity.pidNamespace, at: Offset.pidNamespace)
        header.store(mj_clock_realtime(), at: Offset.wallAnchor)
        header.store(mj_clock_boottime(), at: Offset.clockAnchor)
        header.store(SegmentLayout.recordClock, at: Offset.recordClock)
        header.store(parentInstance, at: Offset.parentInstance)
        header.store(words.droppedRecords.load(), at: Offset.droppedRecords)
        header.store(words.droppedBytes.load(), at: Offset.droppedBytes)

        let length = SegmentLayout.wordSize + description.count
        header.begin(.process, length: length, at: SegmentLayout.headerSize)
        unsafe description.withUnsafeBytes { bytes in
            unsafe header.copy(bytes, at: SegmentLayout.headerSize + SegmentLayout.wordSize)
        }
        header.commit(.process, length: length, at: SegmentLayout.headerSize)
        header.store(UInt64(SegmentLayout.headerSize + SegmentLayout.padded(length)), at: Offset.tail)
    }
}
