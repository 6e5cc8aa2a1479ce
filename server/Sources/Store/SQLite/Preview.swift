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
        var line: [UInt8] = []
        var isBreak = false
        var count = 0
        // Byte by byte: asking Unicode about each scalar took a fifth of all the time of ingest.
        for byte in text.utf8 {
            if byte <= UInt8(ascii: " ") {
                isBreak = true
                continue
            }
            // The first byte of a scalar; the others of it begin with the bits 10.
            if byte & 0xC0 != 0x80 {
                guard count < limit else {
                    line += "…".utf8
                    break
                }
                if isBreak, !line.isEmpty {
                    line.append(UInt8(ascii: " "))
                    count += 1
                }
                isBreak = false
                count += 1
            }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }
}

extension Message {
    fileprivate var hasText: Bool {
        parts.contains { if case .text(let text) = $0 { !text.isEmpty } else { false } }
    }
}
