import Bytes

/// Words with spaces between them, each once. ``WordGatherer`` owns their memory.
struct GatheredWords {
    /// A word is cut here: what is longer is no word.
    private static let wordLimit = 64
    /// What a word takes at most: a space, itself, and as much as is written behind it.
    private static let wordRoom = 1 + wordLimit + 8
    /// Bytes of words, of one text.
    private static let sizeLimit = 1 << 20
    /// Room at the beginning, and the most that is kept from one text to the next.
    private static let initialSize = 16 << 10
    private static let keptSize = 64 << 10

    /// Safe: allocated with ``capacity`` bytes, and written in ``addWord(_:from:to:)`` alone.
    private var words = UnsafeMutablePointer<UInt8>.allocate(capacity: initialSize)
    private var capacity = initialSize
    private var count = 0
    private var seen = DigestSet()

    func deallocate() {
        words.deallocate()
        seen.deallocate()
    }

    /// What was gathered, until something is added.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: words, count: count) }

    /// Begins anew.
    mutating func removeAll() {
        count = 0
        seen.removeAll()
        if capacity > Self.keptSize {
            words.deallocate()
            capacity = Self.initialSize
            words = .allocate(capacity: capacity)
        }
    }

    /// Adds the words of a text in UTF-8.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var position = 0
        while position < bytes.count {
            if var gaps = Self.gaps(bytes, at: position) {
                while gaps != 0 {
                    let gap = position + gaps.trailingZeroBitCount / 8
                    addWord(bytes, from: start, to: gap)
                    start = gap + 1
                    gaps &= gaps - 1
                }
                position += 8
                continue
            }
            let byte = bytes[position]
            if byte < 0x80 {
                if !Self.isInWord(byte) {
                    addWord(bytes, from: start, to: position)
                    start = position + 1
                }
                position += 1
                continue
            }
            let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            let end = min(bytes.count, position + length)
            // Scripts that put no spaces between words: each character is a word.
            if Self.standsAlone(byte, next: position + 1 < end ? bytes[position + 1] : 0) {
                addWord(bytes, from: start, to: position)
                addWord(bytes, from: position, to: end)
                start = end
            }
            position = end
        }
        addWord(bytes, from: start, to: bytes.count)
    }

    /// Of eight bytes that are all ASCII: the highest bit of those that are in no word.
    private static func gaps(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt64? {
        guard let word = bytes.word(at: position), word & .highBits == 0 else { return nil }
        return word.asciiGaps
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    /// The characters of Chinese and Japanese, by their first two bytes: U+3040 to U+30FF and U+3400 to U+9FFF.
    private static func standsAlone(_ first: UInt8, next: UInt8) -> Bool {
        switch first {
        case 0xE3: next >= 0x81 && next <= 0x83 || next >= 0x90
        case 0xE4...0xE9: true
        default: false
        }
    }

    /// Adds the word between two places, if it is new. One pass makes its digest and copies it to where it then stays.
    @inline(__always)
    private mutating func addWord(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
        guard start < end, count < Self.sizeLimit else { return }
        let length = Self.length(bytes, from: start, to: end)
        if capacity - count < Self.wordRoom { grow() }
        var digest = Digest.start
        // Behind a space. Safe: there is room for a space, a word, and what lies behind it in the last eight bytes.
        let place = words + (count == 0 ? 0 : count + 1)
        if count > 0 { words[count] = UInt8(ascii: " ") }
        var position = 0
        while position < length {
            var chunk = bytes.paddedWord(at: start + position)
            UnsafeMutableRawPointer(place + position).storeBytes(of: chunk.littleEndian, as: UInt64.self)
            // What lies behind the word is not part of it.
            if length - position < 8 { chunk &= 1 << UInt64((length - position) * 8) - 1 }
            // The same for both cases of ASCII: lower case of letters; digits have that bit.
            if chunk & .highBits == 0 { chunk |= .ones &* 0x20 }
            digest = Digest.mix(digest, chunk)
            position += 8
        }
        guard seen.insert(digest) else { return }
        count += length + (count == 0 ? 0 : 1)
    }

    /// How much of a word is kept: whole characters, so that the words of what was gathered are the same again.
    @inline(__always)
    private static func length(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        guard end - start > wordLimit else { return end - start }
        var length = wordLimit
        while length > 0, bytes[start + length] & 0xC0 == 0x80 { length -= 1 }
        return length
    }

    /// By more than a word needs.
    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        // Safe: so many bytes were written, and the new memory is larger.
        larger.update(from: words, count: count)
        words.deallocate()
        words = larger
        capacity *= 2
    }
}
