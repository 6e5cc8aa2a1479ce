import CJournal

/// Waiting for another thread to go on, longer the longer it takes.
enum Pause {
    /// Attempts that add up to some ten seconds.
    static let limit = 100_000

    /// Waits before the attempt after this one; `errno` stays as it is.
    static func wait(_ attempt: Int) {
        if attempt < 32 { return }
        let savedError = mj_errno()
        if attempt < 256 {
            sched_yield()
        } else {
            usleep(100)
        }
        mj_set_errno(savedError)
    }
}
