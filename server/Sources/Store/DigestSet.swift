/// A set of digests, which are as good as random already: nothing is hashed again.
struct DigestSet {
    /// 0 stands for an empty slot.
    private var slots = [UInt64](repeating: 0, count: 256)
    private var count = 0

    /// Adds a digest; returns whether it is new.
    mutating func insert(_ digest: UInt64) -> Bool {
        let digest = digest == 0 ? 1 : digest
        if count &* 2 >= slots.count { grow() }
        let mask = slots.count - 1
        // The upper bits: they are mixed best.
        var slot = Int(truncatingIfNeeded: digest >> 32) & mask
        while slots[slot] != 0 {
            if slots[slot] == digest { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = digest
        count += 1
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 4)
        count = 0
        for digest in old where digest != 0 { _ = insert(digest) }
    }
}
