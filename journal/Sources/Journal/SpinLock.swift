import CJournal

/// A lock for moments: nothing that waits or runs foreign code happens while it is held.
///
/// Not a pthread mutex, because a child of a fork must be able to take it over when the
/// parent's thread that held it does not exist in the child.
struct SpinLock: Sendable {
    private let word: AtomicWord

    init(_ word: AtomicWord) { self.word = word }

    func tryLock() -> Bool { word.exchange(0, for: 1) }

    /// Gives up, and says so, rather than wait for a holder that makes no progress.
    func lock(attempts: Int = 100_000) -> Bool {
        for attempt in 0..<attempts {
            if tryLock() { return true }
            if attempt & 63 == 63 { sched_yield() }
        }
        return false
    }

    func unlock() { word.store(0) }

    /// For the child of a fork, where nobody else can hold it.
    func reset() { word.store(0) }
}
