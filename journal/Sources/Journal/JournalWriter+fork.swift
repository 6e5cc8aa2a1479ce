import CJournal

extension JournalWriter {
    /// Makes the writer, inherited through a fork, this process's own: a new instance that
    /// writes segments of its own and leaves its parent's alone.
    func adopt() {
        guard detector.beginAdoption() else {
            // Another thread of this child is at it; it takes microseconds.
            for _ in 0..<100_000 where !detector.isOwnProcess { sched_yield() }
            return
        }
        let savedError = mj_errno()
        defer { mj_set_errno(savedError) }
        words.current.storeOrdered(0)
        for index in 0..<SegmentSlot.count {
            // The threads that were counted as users stayed behind in the parent.
            slot(index).unmap()
            slot(index).users.store(0)
        }
        words.rolling.reset()
        words.naming.reset()
        words.failedUntil.store(0)
        words.droppedRecords.store(0)
        words.droppedBytes.store(0)
        words.segmentIndex.store(0)
        words.generation.add(1)
        words.identifiers.reseed()
        parentInstance = instance
        instance = words.identifiers.nextID()
        identity = ProcessIdentity.current()
        detector.settle()
    }
}
