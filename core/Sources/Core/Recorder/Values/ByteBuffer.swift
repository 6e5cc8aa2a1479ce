import CJournal

/// A growing run of bytes.
@safe struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 512) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { unsafe base.deallocate() }

    private mutating func reserve(_ more: Int) {
        guard count &+ more > capacity else { return }
        let larger = max(capacity &* 2, count &+ more)
        let replacement = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        // Safe: both hold at least `count` bytes and do not overlap.
        unsafe memcpy(replacement, base, count)
        unsafe base.deallocate()
        unsafe base = replacement
        capacity = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        // Safe: there is room for one more.
        unsafe base[count] = byte
        count &+= 1
    }

    @safe mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        // Safe: there is room, and the source is not ours.
        unsafe memcpy(base + count, source, bytes.count)
        count &+= bytes.count
    }

    /// The byte that was appended last.
    var last: UInt8? {
        // Safe: the index is below the count.
        count > 0 ? unsafe base[count &- 1] : nil
    }

    mutating func append(_ text: StaticString) {
        unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var magnitude = value.magnitude
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var used = 0
        repeat {
            digits[used] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude % 10)
            magnitude /= 10
            used &+= 1
        } while magnitude > 0
        while used > 0 {
            used &-= 1
            append(digits[used])
        }
    }

    /// Calls `body` with what was appended; valid for the call.
    @safe borrowing func withBytes<Result: ~Copyable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }
}
