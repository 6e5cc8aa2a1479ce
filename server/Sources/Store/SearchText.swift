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
            while position < bytes.count {
                let byte = bytes[position]
                if byte < 0x80 {
                    if !Self.isInWord(byte) {
                        addWord(bytes[start..<position])
                        start = position + 1
                    }
                    position += 1
                    continue
                }
                let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                let end = min(bytes.count, position + length)
                // Scripts that put no spaces between words: each character is a word.
                if Self.standsAlone(byte, next: position + 1 < end ? bytes[position + 1] : 0) {
                    addWord(bytes[start..<position])
                    addWord(bytes[position..<end])
                    start = end
                }
                position = end
            }
            addWord(bytes[start...])
        }
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// The characters of Chinese and Japanese, by their first two bytes: U+3040 to U+30FF and U+3400 to U+9FFF.
    private static func standsAlone(_ first: UInt8, next: UInt8) -> Bool {
        switch first {
        case 0xE3: next >= 0x81 && next <= 0x83 || next >= 0x90
        case 0xE4...0xE9: true
        default: false
        }
    }

    private mutating func addWord(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        guard !bytes.isEmpty, words.count < Self.sizeLimit else { return }
        let word = bytes.prefix(Self.wordLimit)
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word {
            // Without regard to case, of ASCII alone; the index does the rest.
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            digest = (digest ^ UInt64(lower)) &* 0x0000_0100_0000_01B3
        }
        guard seen.insert(digest) else { return }
        if !words.isEmpty { words.append(UInt8(ascii: " ")) }
        words.append(contentsOf: word)
        self.digest = (self.digest ^ digest) &* 0x0000_0100_0000_01B3
    }
}
