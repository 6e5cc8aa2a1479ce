import CJournal

/// A lock for moments: nothing but the disk is waited for, and no foreign code runs, while it is held.
///
/// Not a pthread mutex, because a child of a fork must be able to take it over when the
/// parent's thread that held it does not exist in the child.
struct SpinLock: Sendable {
    private let word: AtomicWord

    init(_ word: AtomicWord) { self.word = word }

    func tryLock() -> Bool { word.exchange(0, for: 1) }

    /// Waits for the holder: nanoseconds as a rule, and as long as the disk takes while a segment is
    /// made. Gives up, and says so, after some ten seconds without progress.
    @inline(__always)
    func lock() -> Bool { tryLock() || waitForLock() }

    @inline(never)
    private func waitForLock() -> Bool {
        for attempt in 0..<Pause.limit {
            if tryLock() { return true }
            Pause.wait(attempt)
        }
        return false
    }

    func unlock() { word.store(0) }

    /// For the child of a fork, where nobody else can hold it.
    func reset() { word.store(0) }
}
