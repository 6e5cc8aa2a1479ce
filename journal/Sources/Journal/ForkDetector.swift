import CJournal

/// Notices that this process is the child of a fork, without a system call and without a hook.
///
/// The kernel wipes one page in every child (`MADV_WIPEONFORK`); where it cannot, the process
/// id is asked each time.
@safe
struct ForkDetector: @unchecked Sendable {
    private let wiped: AtomicWord?
    private let fallback: AtomicWord

    private static var adopting: UInt64 { 1 }
    private static var ours: UInt64 { 2 }

    init() {
        // Safe: both words are never unmapped or freed.
        if let page = unsafe mj_map_wiped_on_fork() {
            wiped = unsafe AtomicWord(at: page)
        } else {
            wiped = nil
        }
        let word = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        unsafe word.initialize(to: 0)
        fallback = unsafe AtomicWord(at: word)
        settle()
    }

    /// Whether what the writer holds was made in this very process.
    var isOwnProcess: Bool {
        @inline(__always) get {
            if let wiped { return wiped.load() == Self.ours }
            return fallback.load() == UInt64(UInt32(bitPattern: getpid()))
        }
    }

    /// In a child: whether the caller is the one thread that adopts it. Others wait for `isOwnProcess`.
    func beginAdoption() -> Bool {
        if let wiped { return wiped.exchange(0, for: Self.adopting) }
        // Without the page the first thread of a child is alone when it gets here: Python's
        // fork leaves one thread, which must pass here before it can start another that records.
        return true
    }

    /// From here on this process is the one that the writer belongs to.
    func settle() {
        wiped?.store(Self.ours)
        fallback.store(UInt64(UInt32(bitPattern: getpid())))
    }
}
