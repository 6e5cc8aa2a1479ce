import CJournal

extension JournalWriter {
    /// Takes a place for a record, behind those of its names that the segment does not have yet.
    ///
    /// `nil` when there is no room to be had: the record is counted as dropped.
    @inline(__always)
    func reserve(_ length: Int, naming first: NameID, _ second: NameID = .none) -> Reservation? {
        for attempt in 0..<Pause.limit {
            if !detector.isOwnProcess { adopt() }
            let current = words.current.load()
            if current == 0 {
                guard roll(past: current, attempt) else { break }
                continue
            }
            let slot = slot(Int(current & 3))
            slot.users.addOrdered(1)
            // A segment that was current after we were counted is not unmapped before we leave.
            guard words.current.loadOrdered() == current, let base = unsafe slot.base else {
                slot.users.addOrdered(UInt64.max)
                continue
            }
            let epoch = current >> 2
            let needsFirst = isMissing(first, epoch)
            let needsSecond = second != first && isMissing(second, epoch)
            var total = UInt64(SegmentLayout.padded(length))
            if needsFirst { total &+= UInt64(nameSize(first)) }
            if needsSecond { total &+= UInt64(nameSize(second)) }
            // Safe: the header of a mapped segment is always there.
            let tail = unsafe AtomicWord(
                at: (base + SegmentLayout.Offset.tail).assumingMemoryBound(to: UInt64.self))
            let start = tail.add(total)
            let end = start &+ total
            if end <= slot.prepared.load() || prepare(slot, through: end) {
                // Safe: start + total lies within the mapping.
                var place = unsafe base + Int(start)
                if needsFirst { unsafe place = writeName(first, epoch, at: place, slot) }
                if needsSecond { unsafe place = writeName(second, epoch, at: place, slot) }
                return unsafe Reservation(start: place, slot: slot)
            }
            if start <= slot.size {
                let sealed = unsafe AtomicWord(
                    at: (base + SegmentLayout.Offset.sealed).assumingMemoryBound(to: UInt64.self))
                sealed.store(start)
            }
            slot.users.addOrdered(UInt64.max)
            guard roll(past: current, attempt) else { break }
        }
        drop(length)
        return nil
    }

    /// Whether the segment lacks the name. Two threads may both find so, and both write it.
    @inline(__always)
    private func isMissing(_ id: NameID, _ epoch: UInt64) -> Bool {
        id != .none && names.epoch(of: id).load() != epoch
    }

    @inline(__always)
    private func nameSize(_ id: NameID) -> Int {
        unsafe SegmentLayout.padded(SegmentLayout.nameSize &+ names.text(of: id).count)
    }

    /// Writes a name record and returns the place behind it.
    private func writeName(
        _ id: NameID, _ epoch: UInt64, at place: UnsafeMutableRawPointer, _ slot: SegmentSlot
    ) -> UnsafeMutableRawPointer {
        let text = unsafe names.text(of: id)
        let length = SegmentLayout.nameSize + text.count
        let record = unsafe Reservation(start: place, slot: slot)
        record.begin(.name, length: length)
        record.store(id.rawValue, at: 8)
        unsafe record.copy(text, at: SegmentLayout.nameSize)
        record.commit(.name, length: length)
        names.epoch(of: id).store(epoch)
        return unsafe place + SegmentLayout.padded(length)
    }

    /// Counts a record that could not be written, where the server sees it too.
    func drop(_ length: Int) {
        words.droppedRecords.add(1)
        words.droppedBytes.add(UInt64(length))
        let current = words.current.load()
        guard current != 0 else { return }
        let slot = slot(Int(current & 3))
        slot.users.addOrdered(1)
        if words.current.loadOrdered() == current, let base = unsafe slot.base {
            // Safe: counted as a user, so the header stays mapped.
            let header = unsafe base.assumingMemoryBound(to: UInt64.self)
            unsafe AtomicWord(at: header + SegmentLayout.Offset.droppedRecords / 8)
                .store(words.droppedRecords.load())
            unsafe AtomicWord(at: header + SegmentLayout.Offset.droppedBytes / 8)
                .store(words.droppedBytes.load())
        }
        slot.users.addOrdered(UInt64.max)
    }
}
