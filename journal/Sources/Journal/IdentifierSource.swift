import CJournal

/// Ids that are unique in this process and random between processes.
///
/// A Weyl sequence with a random start and a random odd step, put through splitmix64's
/// finaliser: one atomic addition per id, and no state to lock.
struct IdentifierSource: Sendable {
    let counter: AtomicWord
    let step: AtomicWord
    let mask: AtomicWord

    /// For a new process and for the child of a fork, which must not repeat its parent's ids.
    func reseed() {
        step.store(Self.random() | 1)
        mask.store(Self.random())
        counter.store(Self.random())
    }

    /// Never 0.
    @inline(__always)
    func next() -> UInt64 {
        let step = step.load()
        return finalize(counter.add(step) &+ step)
    }

    /// The ids of a new trace and of its first span, for the price of one.
    @inline(__always)
    func nextTrace() -> (trace: JournalID, span: UInt64) {
        let step = step.load()
        let first = counter.add(step &* 3) &+ step
        return (
            JournalID(high: finalize(first), low: finalize(first &+ step)), finalize(first &+ step &+ step)
        )
    }

    @inline(__always)
    private func finalize(_ drawn: UInt64) -> UInt64 {
        var value = drawn ^ mask.load()
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        value ^= value >> 31
        return value == 0 ? 1 : value
    }

    func nextID() -> JournalID { JournalID(high: next(), low: next()) }

    private static func random() -> UInt64 {
        var value: UInt64 = 0
        // Safe: eight bytes into a local of eight bytes.
        if unsafe mj_random(&value, 8) { return value }
        // Without the kernel's randomness: time and process id still keep processes apart.
        return mj_clock_realtime() &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(UInt32(bitPattern: getpid())) << 32
    }
}
