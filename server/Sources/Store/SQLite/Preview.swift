import Bytes
import Model

/// The beginnings of texts, for lists.
package enum Preview {
    /// Unicode scalars, not characters: one character can be made of any number of them.
    private static let limit = 200

    /// What the user asked; another message's text if no user did.
    static func prompt(_ messages: [Message]) -> String {
        let prompt = messages.last { $0.role == "user" && $0.hasText }
        return shorten((prompt ?? messages.last { $0.hasText })?.text ?? "")
    }

    /// What the model answered.
    static func answer(_ messages: [Message]) -> String {
        shorten(messages.first { $0.hasText }?.text ?? "")
    }

    /// One line, cut.
    package static func shorten(_ text: String) -> String {
        text.withBytes { bytes in
            // A scalar has at most four bytes, a space may be one more than the limit, and the mark of the cut
            // has three. Safe: it never gets longer than the text otherwise.
            String(unsafeUninitializedCapacity: min(bytes.count, limit * 4 + 1) + 3) { shorten(bytes, into: $0) }
        }
    }

    /// Byte by byte: asking Unicode about each scalar took a fifth of all the time of ingest. Returns how many
    /// were written.
    private static func shorten(
        _ text: UnsafeBufferPointer<UInt8>, into line: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var size = 0
        var isBreak = false
        var count = 0
        for byte in text {
            if byte <= UInt8(ascii: " ") {
                isBreak = true
                continue
            }
            // The first byte of a scalar; the others of it begin with the bits 10.
            if byte & 0xC0 != 0x80 {
                guard count < limit else {
                    for byte in "…".utf8 {
                        line[size] = byte
                        size += 1
                    }
                    return size
                }
                if isBreak, size > 0 {
                    line[size] = UInt8(ascii: " ")
                    size += 1
                    count += 1
                }
                isBreak = false
                count += 1
            }
            line[size] = byte
            size += 1
        }
        return size
    }
}

extension Message {
    fileprivate var hasText: Bool {
        parts.contains { if case .text(let text) = $0 { !text.isEmpty } else { false } }
    }
}
