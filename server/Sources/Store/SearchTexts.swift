import Bytes
import Model

/// The texts that a transaction has the words of put into the index or taken out of it. They lie in a few large pieces, and the
/// index's thread finds their words.
package final class SearchTexts {
    /// Of longer texts, the words are found here, each once: they are much shorter, and many may wait for the index.
    private static let textLimit = 16 << 10
    /// Bytes of a piece. In one for all, each growth would copy what there is, into memory that the system has to give and to clear first.
    private static let pieceSize = 256 << 10

    private var pieces: [[UInt8]] = []
    /// The piece that is being filled.
    private var bytes: [UInt8] = []
    private var filledCount = 0
    private lazy var gatherer = WordGatherer()

    package init() {}

    /// Adds what can be searched for of a span: its messages and its error.
    func add(_ meaning: Meaning) -> SearchText {
        beginText()
        let start = bytes.count
        // By position: a message that is copied is counted.
        for position in meaning.input.indices { add(meaning.input[position]) }
        for position in meaning.output.indices { add(meaning.output[position]) }
        if let error = meaning.error {
            add(error.type)
            add(error.message)
        }
        return finish(from: start)
    }

    /// Leaves of the text that was added last its words, each once: the same words, and much shorter where it has to be kept.
    func shorten(_ text: SearchText) -> SearchText {
        let range = text.place.bytes
        assert(text.place.piece == pieces.count && range.upperBound == bytes.count, "it was not the last one")
        let words = bytes.withUnsafeBytes { gatherer.words(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
        bytes.replaceSubrange(range, with: words)
        return SearchText(place: place(from: range.lowerBound), digest: text.digest)
    }

    /// Adds a text as it was kept somewhere else; returns where it is.
    func add(_ text: UnsafeRawBufferPointer) -> SearchText.Place {
        beginText()
        bytes.append(contentsOf: text)
        return place(from: bytes.count - text.count)
    }

    /// Bytes of all that was added.
    var count: Int { filledCount + bytes.count }

    /// All that was added, in its pieces; begins anew.
    func take() -> [[UInt8]] {
        if !bytes.isEmpty { pieces.append(bytes) }
        defer { (pieces, bytes, filledCount) = ([], [], 0) }
        return pieces
    }

    /// Sees to it that a text of the usual length has room in the piece.
    private func beginText() {
        guard bytes.count > Self.pieceSize - Self.textLimit else { return }
        pieces.append(bytes)
        filledCount += bytes.count
        bytes = []
        bytes.reserveCapacity(Self.pieceSize)
    }

    private func place(from start: Int) -> SearchText.Place { .init(piece: pieces.count, bytes: start..<bytes.count) }

    private func add(_ message: Message) {
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

    private func add(_ text: String) {
        text.withBytes { text in
            guard !text.isEmpty else { return }
            bytes.append(contentsOf: text)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    private func finish(from start: Int) -> SearchText {
        let digest = bytes.withUnsafeBytes { Self.digest(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        let text = SearchText(place: place(from: start), digest: digest)
        return text.place.bytes.count > Self.textLimit ? shorten(text) : text
    }

    /// Written into databases: the same in every version of this program.
    package static func digest(_ text: UnsafeRawBufferPointer) -> UInt64 {
        let words = text.assumingMemoryBound(to: UInt8.self)
        // Two at a time, of which neither waits for the other.
        var (even, odd) = (Digest.start, UInt64(text.count))
        var position = 0
        while let first = words.word(at: position), let second = words.word(at: position + 8) {
            even = Digest.mix(even, first)
            odd = Digest.mix(odd, second)
            position += 16
        }
        while position < text.count {
            even = Digest.mix(even, words.paddedWord(at: position))
            position += 8
        }
        // Each of the two goes through it by itself: the same change in both must not cancel out.
        return Digest.mix(Digest.mix(even, 0), odd)
    }
}
