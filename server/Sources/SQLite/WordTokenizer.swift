import Bytes
import CSQLite

/// FTS5's `unicode61` with a short way for words in ASCII, which is what most text is made of.
///
/// It stands in the place of the built-in tokenizer on one connection, under the same name, and finds the very same words. So
/// a database says nothing of it, and any other program can read and write it.
final class WordTokenizer {
    typealias Take = @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, Int32, Int32, Int32) -> Int32

    /// Longer words are left to the built-in tokenizer.
    private static let wordLimit = 256

    private let builtIn: fts5_tokenizer
    /// Of the built-in tokenizer.
    private let instance: OpaquePointer
    /// The table has its words made of letters and digits, as it is when nothing else is said.
    private let isPlain: Bool

    init(_ builtIn: fts5_tokenizer, instance: OpaquePointer, isPlain: Bool) {
        self.builtIn = builtIn
        self.instance = instance
        self.isPlain = isPlain
    }

    deinit { builtIn.xDelete(instance) }

    /// Gives each word to `take`, which stops it by returning anything but `SQLITE_OK`.
    func tokenize(
        _ text: UnsafePointer<UInt8>, _ count: Int, flags: Int32, _ context: UnsafeMutableRawPointer?, _ take: Take
    ) -> Int32 {
        guard isPlain else {
            // Safe: the caller's text, and its length.
            return UnsafeRawPointer(text).withMemoryRebound(to: CChar.self, capacity: count) {
                builtIn.xTokenize(instance, context, flags, $0, Int32(count), take)
            }
        }
        return withUnsafeTemporaryAllocation(byteCount: Self.wordLimit + 8, alignment: 8) { word in
            guard let word = word.baseAddress else { return SQLITE_NOMEM }
            // Safe: the caller's text, and its length.
            let all = UnsafeBufferPointer(start: text, count: count)
            var position = 0
            while position < count {
                let start = position
                var isASCII = true
                while position < count {
                    let bytes = all.paddedWord(at: position)
                    // Safe: a word that goes on behind the limit is not written any more, and there is room for eight bytes
                    // behind it. Lower case of letters; digits have that bit.
                    if position - start <= Self.wordLimit {
                        word.storeBytes(of: (bytes | UInt64.ones &* 0x20).littleEndian, toByteOffset: position - start, as: UInt64.self)
                    }
                    let gaps = bytes.asciiGaps
                    let length = gaps.trailingZeroBitCount / 8
                    let high = bytes & UInt64.highBits
                    if high != 0, high.trailingZeroBitCount / 8 < length { isASCII = false }
                    position += length
                    if length < 8 { break }
                }
                let end = position
                // What ends a word is in none.
                position += 1
                guard end > start else { continue }
                let code = isASCII && end - start <= Self.wordLimit
                    ? take(context, 0, word.assumingMemoryBound(to: CChar.self), Int32(end - start), Int32(start), Int32(end))
                    : tokenizeSlowly(text, start..<end, flags, context, take)
                // It has all that it wants.
                if code == SQLITE_DONE { return SQLITE_OK }
                guard code == SQLITE_OK else { return code }
            }
            return SQLITE_OK
        }
    }

    /// Has the built-in tokenizer find the words of a piece between two characters of ASCII that are in no word. What lies
    /// around it has no part in that.
    private func tokenizeSlowly(
        _ text: UnsafePointer<UInt8>, _ range: Range<Int>, _ flags: Int32, _ context: UnsafeMutableRawPointer?, _ take: Take
    ) -> Int32 {
        var piece = Piece(context: context, take: take, start: Int32(range.lowerBound))
        // Safe: the range is one of the text, and the piece lives until the call has returned.
        let code = withUnsafeMutablePointer(to: &piece) { piece in
            UnsafeRawPointer(text + range.lowerBound).withMemoryRebound(to: CChar.self, capacity: range.count) { text in
                builtIn.xTokenize(instance, piece, flags, text, Int32(range.count)) { piece, flags, word, length, start, end in
                    guard let piece = piece?.assumingMemoryBound(to: Piece.self) else { return SQLITE_ERROR }
                    let offset = piece.pointee.start
                    let code = piece.pointee.take(piece.pointee.context, flags, word, length, offset + start, offset + end)
                    piece.pointee.code = code
                    return code
                }
            }
        }
        return piece.code == SQLITE_OK ? code : piece.code
    }

    /// A part of a text that another tokenizer sees, and who takes its words.
    private struct Piece {
        let context: UnsafeMutableRawPointer?
        let take: Take
        let start: Int32
        /// What was returned for the last word.
        var code = SQLITE_OK
    }
}
