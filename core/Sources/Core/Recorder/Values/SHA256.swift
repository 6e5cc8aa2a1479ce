import CPython

/// SHA-256, as FIPS 180-4 has it.
///
/// Python's `hashlib` would have to be imported into a program that may not use it.
struct SHA256 {
    private var state: InlineArray<8, UInt32> = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    private var tail = InlineArray<64, UInt8>(repeating: 0)
    private var tailCount = 0
    private var total: UInt64 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        total &+= UInt64(bytes.count)
        var index = 0
        if tailCount > 0 {
            while tailCount < 64, index < bytes.count {
                // Safe, as below: the index is below the count.
                tail[tailCount] = unsafe bytes[index]
                tailCount &+= 1
                index &+= 1
            }
            guard tailCount == 64 else { return }
            compressTail()
        }
        let whole = (bytes.count &- index) & ~63
        if whole > 0 { unsafe compressAll(UnsafeRawBufferPointer(rebasing: bytes[index..<(index &+ whole)])) }
        index &+= whole
        while index < bytes.count {
            tail[tailCount] = unsafe bytes[index]
            tailCount &+= 1
            index &+= 1
        }
    }

    /// The digest, eight words, the most significant byte of each first.
    mutating func finish() -> InlineArray<8, UInt32> {
        let bits = total &* 8
        tail[tailCount] = 0x80
        tailCount &+= 1
        if tailCount > 56 {
            while tailCount < 64 { tail[tailCount] = 0; tailCount &+= 1 }
            compressTail()
        }
        while tailCount < 56 { tail[tailCount] = 0; tailCount &+= 1 }
        for index in 0..<8 { tail[56 &+ index] = UInt8(truncatingIfNeeded: bits >> UInt64(56 &- 8 &* index)) }
        compressTail()
        return state
    }

    /// Blocks of 64 bytes: by the processor's instructions for it, which are six times as fast where there are any, or without.
    private mutating func compressAll(_ blocks: UnsafeRawBufferPointer) {
        // Safe: the state has eight words, and the blocks are within the bytes.
        let isDone = unsafe withUnsafeMutablePointer(to: &state) { state in
            unsafe martlet_sha256_blocks(
                UnsafeMutableRawPointer(state).assumingMemoryBound(to: UInt32.self),
                blocks.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), blocks.count / 64) != 0
        }
        guard !isDone else { return }
        for start in stride(from: 0, to: blocks.count, by: 64) {
            unsafe compress(UnsafeRawBufferPointer(rebasing: blocks[start..<(start &+ 64)]))
        }
    }

    private mutating func compressTail() {
        var block = tail
        tailCount = 0
        // Safe: the array's own 64 bytes.
        unsafe withUnsafeBytes(of: &block) { bytes in unsafe compress(bytes) }
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 &- count) }

    private mutating func compress(_ block: UnsafeRawBufferPointer) {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            // Safe: the block has 64 bytes.
            schedule[index] = unsafe UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
        }
        for index in 16..<64 {
            let early = schedule[index &- 15], late = schedule[index &- 2]
            let first = Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ early >> 3
            let second = Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ late >> 10
            schedule[index] = schedule[index &- 16] &+ first &+ schedule[index &- 7] &+ second
        }
        var a = state[0], b = state[1], c = state[2], d = state[3]
        var e = state[4], f = state[5], g = state[6], h = state[7]
        // Safe, as below: 64 words, which are never written.
        let constants = unsafe martlet_sha256_constants()
        for index in 0..<64 {
            let upper = Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25)
            let first = h &+ upper &+ (e & f ^ ~e & g) &+ (unsafe constants[index]) &+ schedule[index]
            let lower = Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22)
            let second = lower &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        state[0] &+= a; state[1] &+= b; state[2] &+= c; state[3] &+= d
        state[4] &+= e; state[5] &+= f; state[6] &+= g; state[7] &+= h
    }
}
