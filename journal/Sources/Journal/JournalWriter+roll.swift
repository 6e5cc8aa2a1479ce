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
            let segmentIndex = words.segmentIndex.load()
            let size = limits.segmentSize(index: segmentIndex)
            guard let base = unsafe makeSegment(index: segmentIndex, size: size) else {
                words.failedUntil.store(now &+ limits.retryInterval)
                return false
            }
            words.segmentIndex.store(segmentIndex + 1)
            unsafe slot(index).take(base: base, size: size)
            let epoch = words.epoch.add(1) + 1
            words.current.storeOrdered(epoch << 2 | UInt64(index))
            if old >= 0 { _ = slot(old).unmapIfUnused() }
            return true
        }
        // Threads that were held up are still in all the others: let them finish.
        Pause.wait(256 + attempt)
        return true
    }

    /// A new file, allocated, mapped, with header and process record; `nil` if the disk or the quota
    /// does not allow it.
    private func makeSegment(index: UInt64, size: UInt64) -> UnsafeMutableRawPointer? {
        guard directory.makeDirectories(), directory.sizeOfSegments() + size <= limits.quota else { return nil }
        var path = directory
        path.append("/")
        path.append(decimal: UInt64(identity.processID))
        path.append("-")
        path.append(hexadecimal: instance.high, digits: 16)
        path.append("-")
        path.append(hexadecimal: index, digits: 8)
        path.append(".journal")
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
