/// A set of digests, which are as good as random already: nothing is hashed again. ``WordGatherer`` owns
/// its memory.
struct DigestSet {
    private static let initialCount = 512

    /// Safe: `slotCount` numbers, which is a power of two; 0 stands for an empty one.
    private var slots = Self.make(initialCount)
    private var slotCount = initialCount
    private var count = 0

    private static func make(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        slots.initialize(repeating: 0, count: count)
        return slots
    }

    func deallocate() { slots.deallocate() }

    /// Adds a digest; returns whether it is new.
    mutating func insert(_ digest: UInt64) -> Bool {
        if count &* 2 >= slotCount { grow() }
        guard Self.insert(digest, into: slots, slotCount) else { return false }
        count += 1
        return true
    }

    private static func insert(_ digest: UInt64, into slots: UnsafeMutablePointer<UInt64>, _ slotCount: Int) -> Bool {
        let digest = digest == 0 ? 1 : digest
        let mask = slotCount - 1
        // The upper bits: they are mixed best.
        var slot = Int(truncatingIfNeeded: digest >> 32) & mask
        // Safe: less than their number; and half of them are empty, so that this ends.
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
        if slotCount > Self.initialCount * 8 {
            slots.deallocate()
            slots = Self.make(Self.initialCount)
            slotCount = Self.initialCount
        } else {
            slots.update(repeating: 0, count: slotCount)
        }
    }

    private mutating func grow() {
        let larger = Self.make(slotCount * 4)
        for slot in 0..<slotCount where slots[slot] != 0 {
            _ = Self.insert(slots[slot], into: larger, slotCount * 4)
        }
        slots.deallocate()
        slots = larger
        slotCount *= 4
    }
}
