/// A set of digests, which are as good as random already: nothing is hashed again.
struct DigestSet {
    private static let initialCount = 1_024
    /// 0 stands for an empty slot.
    private var slots = [UInt64](repeating: 0, count: initialCount)
    private var count = 0

    /// Adds a digest; returns whether it is new.
    mutating func insert(_ digest: UInt64) -> Bool {
        if count &* 2 >= slots.count { grow() }
        guard slots.withUnsafeMutableBufferPointer({ Self.insert(digest, into: $0) }) else { return false }
        count += 1
        return true
    }

    private static func insert(_ digest: UInt64, into slots: UnsafeMutableBufferPointer<UInt64>) -> Bool {
        let digest = digest == 0 ? 1 : digest
        // Their number is a power of two.
        let mask = slots.count - 1
        // The upper bits: they are mixed best.
        var slot = Int(truncatingIfNeeded: digest >> 32) & mask
        while slots[slot] != 0 {
            if slots[slot] == digest { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = digest
        return true
    }

    /// Empties it; much memory is not kept.
    mutating func removeAll() {
        guard count > 0 else { return }
        count = 0
        if slots.count > Self.initialCount * 4 {
            slots = [UInt64](repeating: 0, count: Self.initialCount)
        } else {
            slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 4)
        slots.withUnsafeMutableBufferPointer { slots in
            for digest in old where digest != 0 { _ = Self.insert(digest, into: slots) }
        }
    }
}
