import CJournal

/// A 64-bit word that threads, or processes through a mapped file, share.
///
/// Safe to use because every access is atomic; whoever makes one vouches for the address.
@safe
struct AtomicWord: @unchecked Sendable {
    private let address: UnsafeMutablePointer<UInt64>

    /// The address must be 8-byte aligned and stay mapped for as long as this is used.
    @inline(__always)
    @unsafe
    init(at address: UnsafeMutablePointer<UInt64>) { unsafe self.address = address }

    /// What was written before the value was stored is visible after this.
    @inline(__always)
    func load() -> UInt64 { unsafe mj_load_acquire(address) }

    /// In one order with all other `ordered` accesses of all threads.
    @inline(__always)
    func loadOrdered() -> UInt64 { unsafe mj_load_ordered(address) }

    @inline(__always)
    func store(_ value: UInt64) { unsafe mj_store_release(address, value) }

    @inline(__always)
    func storeOrdered(_ value: UInt64) { unsafe mj_store_ordered(address, value) }

    /// Returns the value before the addition.
    @inline(__always)
    @discardableResult
    func add(_ amount: UInt64) -> UInt64 { unsafe mj_fetch_add_relaxed(address, amount) }

    /// Returns the value before the addition.
    @inline(__always)
    @discardableResult
    func addOrdered(_ amount: UInt64) -> UInt64 { unsafe mj_fetch_add_ordered(address, amount) }

    /// Stores `desired` if the word holds `expected`; whether it did.
    @inline(__always)
    func exchange(_ expected: UInt64, for desired: UInt64) -> Bool {
        unsafe mj_compare_exchange(address, expected, desired)
    }
}
