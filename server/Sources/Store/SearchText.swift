import Model

/// What can be searched for of a span: the words of its messages and of its error.
package struct SearchText {
    /// A word is cut here: what is longer is no word.
    private static let wordLimit = 64
    /// Bytes of words, of one span.
    private static let sizeLimit = 1 << 20

    /// The words, each once, with spaces between them.
    package private(set) var words: [UInt8] = []
    private var seen = DigestSet()
    /// FNV-1a over the words in their order: the same in every version of this program.
    package private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The words of a meaning.
    package init(_ meaning: Meaning) {
        words.reserveCapacity(1_024)
        for message in meaning.input { add(message) }
        for message in meaning.output { add(message) }
        if let error = meaning.error {
            add(error.type)
            add(error.message)
        }
    }

    /// The words of a text.
    package init(_ text: String) {
        add(text)
    }

    package var isEmpty: Bool { words.isEmpty }

    private mutating func add(_ message: Message) {
        for part in message.parts {
            switch part {
            case .text(let text), .refusal(let text), .reasoning(let text): add(text)
            case .toolCall(_, let name, let arguments):
                add(name)
                add(arguments)
            // An image or a sound has no words; any other value may have some.
            case .other(let kind, let json) where kind == "value": add(json)
            case .other: break
            }
        }
    }

    private mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            var position = 0
            // Of the word so far: the same pass finds its end.
            var digest = Self.digestStart
            while position < bytes.count {
                let byte = bytes[position]
                if byte < 0x80 {
                    // Without regard to case, of ASCII alone; the index does the rest.
                    let lower = byte | 0x20
                    if lower &- 0x61 < 26 {
                        if position - start < Self.wordLimit { digest = Self.mix(digest, lower) }
                    } else if byte &- 0x30 < 10 {
                        if position - start < Self.wordLimit { digest = Self.mix(digest, byte) }
                    } else {
                        addWord(bytes, start..<position, digest)
                        start = position + 1
                        digest = Self.digestStart
                    }
                    position += 1
                    continue
                }
                let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                let end = min(bytes.count, position + length)
                // Scripts that put no spaces between words: each character is a word.
                if Self.standsAlone(byte, next: position + 1 < end ? bytes[position + 1] : 0) {
                    addWord(bytes, start..<position, digest)
                    addWord(bytes, position..<end, Self.digest(bytes, position..<end))
                    start = end
                    digest = Self.digestStart
                } else {
                    let counted = min(end, start + Self.wordLimit)
                    for place in position..<max(position, counted) { digest = Self.mix(digest, bytes[place]) }
                }
                position = end
            }
            addWord(bytes, start..<bytes.count, digest)
        }
    }

    private static let digestStart: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func mix(_ digest: UInt64, _ byte: UInt8) -> UInt64 {
        (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    private static func digest(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
        range.reduce(digestStart) { mix($0, bytes[$1]) }
    }

    /// The characters of Chinese and Japanese, by their first two bytes: U+3040 to U+30FF and U+3400 to U+9FFF.
    private static func standsAlone(_ first: UInt8, next: UInt8) -> Bool {
        switch first {
        case 0xE3: next >= 0x81 && next <= 0x83 || next >= 0x90
        case 0xE4...0xE9: true
        default: false
        }
    }

    private mutating func addWord(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ digest: UInt64
    ) {
        guard !range.isEmpty, words.count < Self.sizeLimit, seen.insert(digest) else { return }
        let end = min(range.upperBound, range.lowerBound + Self.wordLimit)
        if !words.isEmpty { words.append(UInt8(ascii: " ")) }
        words.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range.lowerBound..<end]))
        self.digest = (self.digest ^ digest) &* 0x0000_0100_0000_01B3
    }
}
